"""The application to trade as the portal asks it: pages of questions, papers by the law."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tidewaiter.base.docket.applications import Answers, Application, Asked, Page
from tidewaiter.base.docket.kinds import Entry, Field
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.law.loader import load
from tidewaiter.registry.rules.asked import asked
from tidewaiter.registry.rules.choices import CONTROL, FACTS, ROLES, WHY_NOBODY, YES
from tidewaiter.registry.rules.dossier import (
    Acting,
    Banked,
    Dossier,
    Given,
    Numbered,
    Owned,
    Permitted,
    Reached,
)
from tidewaiter.registry.rules.identifiers import FORMS, Scheme, checked
from tidewaiter.registry.rules.owners import Holding, faults

NUMBERS = (Scheme.USCC, Scheme.LEI, Scheme.VAT, Scheme.EORI)
HOUSE = "int"


def _line(name: str, en: str, zh: str, *, most: int = 200, **more: Any) -> Field:
    return Field(name=name, label=Text(en, zh), entry=Entry.LINE, longest=most, **more)


def _country(given: Any) -> None:
    if not (len(given) == 2 and given.isascii() and given.isalpha() and given.isupper()):
        raise _wrong("country", given, Text("Two capital letters, such as CN or FR.",
                                            "两个大写字母，如 CN、FR。"))  # fmt: skip


def _codes(given: Any) -> None:
    for one in str(given).split():
        if not (one.isdigit() and 4 <= len(one) <= 10):
            raise _wrong("goods", one, Text("Four to ten digits each, with spaces between.",
                                            "每个编码4至10位数字，以空格分隔。"))  # fmt: skip


def _account(given: Any) -> None:
    plain = "".join(str(given).split()).upper()
    if plain[:2].isalpha():
        checked(Scheme.IBAN, plain)


def _share(given: Any) -> None:
    if not 0 < Decimal(given) <= 100:
        raise _wrong("share", str(given), Text("Above 0 and up to 100.", "大于0，不超过100。"))


def _wrong(what: str, given: str, cure: Text) -> Refusal:
    return Refusal(
        f"registry.form.{what}",
        Text("“{given}” cannot be taken.", "“{given}”无法接受。"),
        values={"given": str(given)[:60]},
        law="Tidewaiter, rules of access review, 1",
        cure=cure,
    )


def _number(scheme: Scheme) -> Field:
    def right(given: Any) -> None:
        checked(scheme, str(given))

    form = FORMS[scheme]
    return Field(
        name=scheme.value,
        label=Text(form.title.en[0].upper() + form.title.en[1:], form.title.zh),
        entry=Entry.LINE,
        longest=40,
        required=False,
        check=right,
    )


def _is(name: str, value: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(name) == value


def _company(answers: Answers) -> bool:
    return answers.get("sort") == "company"


def _of_nobody(answers: Answers) -> bool:
    return _company(answers) and not answers.get("owners")


def _abroad(pack: str) -> Callable[[Answers], bool]:
    return lambda answers: bool(answers.get("country")) and answers["country"].lower() != pack


def access_application(pack: str) -> Application:
    """The application to trade under a law pack."""

    def papers(answers: Answers, day: date) -> Sequence[Asked]:
        """The papers that the law asks for, by roles, trade, goods and seat."""
        given = given_of(answers)
        law = load(pack).on(day)
        wanted = asked(
            law, roles=given.roles, facts=given.facts, goods=given.goods, dossier=given.dossier
        )
        return tuple(
            Asked(code=one.key, title=one.title, law=law.obligations[one.obligation].reference.id)
            for one in wanted
            if one.obligation
        )

    def doubts(answers: Answers, day: date) -> Sequence[Refusal]:
        """What is wrong with the owners together."""
        said = given_of(answers).dossier
        if said.natural:
            return ()
        least = load(HOUSE).on(day).amount("access.owner.share")
        held = [Holding(o.name, o.person, o.share, o.control, o.of) for o in said.owners]
        return tuple(faults(held, least=least, why_none=said.why_no_owner))

    return Application(
        title=Text("Apply to trade", "申请准入"),
        lead=Text(
            "You need the extract of your register, identity documents of your representatives, the"
            " names of your owners, and the account in which you are paid. It takes half an hour.",
            "请准备登记证明、法定代表人身份证件、所有人信息和收付款账户。约需半小时。",
        ),
        pages=_pages(pack),
        papers=papers,
        doubts=doubts,
        draft="access-draft",
    )


def _pages(pack: str) -> tuple[Page, ...]:
    return (
        Page(
            name="who",
            title=Text("Who you are", "申请人"),
            fields=(
                Field(
                    name="sort",
                    label=Text("Are you a company or a person?", "您是企业还是个人？"),
                    entry=Entry.CHOICE,
                    choices={
                        "company": Text("A company", "企业"),
                        "person": Text("A person who trades", "自然人经营者"),
                    },
                ),
                _line("name", "Name as in the register", "登记名称", most=100),
                _line("code", "Number by which you are registered with customs", "海关登记编号",
                      most=18),
                _line("country", "Country (two letters)", "国家（两位字母代码）", most=2,
                      check=_country),
                _line("city", "City", "城市", most=100),
                _line("address", "Street and number", "街道门牌"),
                _line("phone", "Telephone", "电话", most=50),
                _line("email", "Mail address", "电子邮箱"),
                _line("website", "Web address", "网址", required=False),
            ),
        ),
        Page(
            name="trade",
            title=Text("What you do", "经营内容"),
            fields=(
                Field(
                    name="roles", label=Text("You apply as", "申请角色"), entry=Entry.MANY,
                    choices=ROLES,
                ),
                *(
                    Field(name=name, label=label, entry=Entry.CHOICE, choices=choices)
                    for name, (label, choices) in FACTS.items()
                ),
                _line("goods", "Tariff codes of your goods", "商品税则编码", most=400,
                      required=False, check=_codes,
                      hint=Text("Four to ten digits each, such as 3304 950300.",
                                "每个4至10位，如 3304 950300。")),
            ),
        ),
        Page(
            name="numbers",
            title=Text("Your numbers", "识别号码"),
            lead=Text("At least one. Each is checked at once.", "至少填写一个，系统即时校验。"),
            fields=tuple(_number(scheme) for scheme in NUMBERS),
        ),
        Page(
            name="owners",
            title=Text("Owners", "所有人"),
            lead=Text(
                "Everybody who holds a quarter or more, down to persons.",
                "填报持股四分之一以上的所有人，直至自然人。",
            ),
            when=_company,
            most=20,
            least=0,
            fields=(
                _line("owner", "Name", "姓名或名称"),
                Field(
                    name="person", label=Text("Is it a person?", "是否为自然人？"),
                    entry=Entry.CHOICE, choices=YES,
                ),
                Field(
                    name="share", label=Text("Share in per cent", "持股比例（%）"),
                    entry=Entry.NUMBER, required=False, check=_share,
                ),
                Field(
                    name="control", label=Text("How it controls", "控制方式"),
                    entry=Entry.CHOICE, choices=CONTROL,
                ),
                _line("of", "Of which firm, if not of you", "若非直接持有，所持企业名称",
                      required=False),
                Field(
                    name="born", label=Text("Date of birth", "出生日期"), entry=Entry.DAY,
                    required=False,
                ),
                _line("document", "Number of the identity document", "证件号码", most=40,
                      required=False),
            ),
        ),
        Page(
            name="nobody",
            title=Text("Why no owner is named", "未填报所有人的原因"),
            when=_of_nobody,
            fields=(
                Field(
                    name="why_nobody", label=Text("Reason", "原因"), entry=Entry.CHOICE,
                    choices=WHY_NOBODY,
                ),
            ),
        ),
        Page(
            name="account",
            title=Text("Account for payments", "收付款账户"),
            lead=Text(
                "It is compared with your name. When you send the application the number is"
                " forgotten.",
                "用于与您的名称比对；提交申请后系统不保存账号。",
            ),
            fields=(
                _line("holder", "Holder", "户名", most=100),
                _line("number", "IBAN or number", "IBAN或账号", most=40, check=_account),
                _line("bank", "Bank", "开户银行", most=100),
            ),
        ),
        Page(
            name="licences",
            title=Text("Licences", "许可"),
            most=10,
            least=0,
            fields=(
                _line("licence", "Kind of licence", "许可种类", most=40),
                _line("licence_number", "Number", "编号", most=60),
                _line("issuer", "Issued by", "颁发机关"),
                Field(name="since", label=Text("Valid from", "生效日期"), entry=Entry.DAY),
                Field(
                    name="until", label=Text("Valid until", "有效期至"), entry=Entry.DAY,
                    required=False,
                ),
                _line("scope", "For what", "许可范围", most=300, required=False),
            ),
        ),
        Page(
            name="contacts",
            title=Text("Who is to be reached", "联系方式"),
            fields=(
                _line("complaints", "Mail address for complaints", "投诉联系邮箱"),
                _line("privacy", "Mail address for personal data", "个人信息保护联系邮箱"),
            ),
        ),
        Page(
            name="representative",
            title=Text("Your agent in the country", "境内代理人"),
            when=_abroad(pack),
            fields=(
                _line("agent", "Name", "名称"),
                _line("agent_code", "Number", "编号", most=18),
            ),
        ),
        Page(
            name="word",
            title=Text("Your word", "声明"),
            fields=(
                Field(
                    name="earlier", label=Text("Earlier shops and bans elsewhere",
                                               "曾经营的店铺及被禁情况"),
                    required=False, longest=2000,
                ),
                Field(
                    name="certified", entry=Entry.YES,
                    label=Text("What I say is true, and my goods are lawful.",
                               "以上内容属实，所售商品合法。"),
                ),
            ),
        ),
    )  # fmt: skip


def given_of(answers: Answers) -> Given:
    """An application out of the answers of the portal; unanswered questions stay empty."""

    def said(name: str) -> str:
        return str(answers.get(name) or "").strip()

    abroad = bool(said("agent"))
    account = Banked(said("number"), said("holder"), said("bank")) if said("number") else None
    dossier = Dossier(
        name=said("name"),
        natural=said("sort") == "person",
        country=said("country") or "CN",
        city=said("city"),
        address=said("address"),
        phone=said("phone"),
        email=said("email"),
        website=said("website"),
        identifiers=tuple(
            Numbered(scheme.value, said(scheme.value)) for scheme in NUMBERS if said(scheme.value)
        ),
        owners=tuple(_owner(row) for row in answers.get("owners") or ()),
        why_no_owner=said("why_nobody"),
        licences=tuple(_licence(row) for row in answers.get("licences") or ()),
        contacts=tuple(
            Reached(purpose, "email", said(name))
            for purpose, name in (("complaints", "complaints"), ("data-protection", "privacy"))
            if said(name)
        ),
        representative=Acting(said("agent"), said("agent_code")) if abroad else None,
        earlier_shops=said("earlier"),
        certified=bool(answers.get("certified")),
    )
    return Given(
        roles=tuple(answers.get("roles") or ()),
        facts={name: said(name) for name in FACTS if said(name)},
        goods=tuple(said("goods").split()),
        code=said("code"),
        dossier=dossier,
        account=account,
    )


def _owner(row: Mapping[str, Any]) -> Owned:
    return Owned(
        name=row["owner"].strip(),
        person=row.get("person") != "no",
        share=row.get("share"),
        control=row.get("control") or "shares",
        of=(row.get("of") or "").strip(),
        born=row.get("born"),
        number=(row.get("document") or "").strip(),
    )


def _licence(row: Mapping[str, Any]) -> Permitted:
    return Permitted(
        sort=row["licence"],
        number=row["licence_number"],
        issuer=row["issuer"],
        valid_from=row["since"],
        valid_until=row.get("until"),
        scope=row.get("scope") or "",
    )
