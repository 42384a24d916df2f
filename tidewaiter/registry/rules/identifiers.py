"""Numbers that firms and goods are known by, and the check digits in them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stdnum import ean, iban, lei
from stdnum.cn import uscc
from stdnum.eu import vat
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)

from tidewaiter.base.kernel.refusals import Refusal, Text


class Scheme(StrEnum):
    """Who gives out a number."""

    USCC = "uscc"
    LEI = "lei"
    VAT = "vat"
    EORI = "eori"
    GTIN = "gtin"
    IBAN = "iban"


@dataclass(frozen=True, slots=True)
class Form:
    """How a number is written: its name, its law, an example, and what tells a wrong one."""

    title: Text
    law: str
    example: str
    validate: Callable[[str], str]


_EORI = re.compile(r"[A-Z]{2}[0-9A-Z]{1,15}\Z")
_SEPARATORS = re.compile(r"[\s.\-/]+")


def _eori(text: str) -> str:
    """An EORI is a country and up to fifteen signs that the country chooses; where it chose the
    VAT number (such as Belgium and France do not), there is no check digit to hold it against.
    """
    if not 3 <= len(text) <= 17:
        raise InvalidLength
    if not _EORI.match(text):
        raise InvalidFormat
    return text


FORMS: Mapping[Scheme, Form] = {
    Scheme.USCC: Form(
        Text("unified social credit code", "统一社会信用代码"),
        "GB 32100-2015",
        "91330100799655058B",
        uscc.validate,
    ),
    Scheme.LEI: Form(
        Text("legal entity identifier", "法人机构识别编码"),
        "ISO 17442-1:2020",
        "HWUPKR0MPOU8FGXBT394",
        lei.validate,
    ),
    Scheme.VAT: Form(
        Text("VAT number", "增值税识别号"),
        "Directive 2006/112/EC, Art. 214",
        "DE136695976",
        vat.validate,
    ),
    Scheme.EORI: Form(
        Text("EORI number", "经济经营者登记识别号"),
        "Delegated Regulation (EU) 2015/2446, Annex 12-01",
        "DE1234567",
        _eori,
    ),
    Scheme.GTIN: Form(
        Text("GTIN", "全球贸易项目代码"),
        "GS1 General Specifications, 7.9",
        "4006381333931",
        ean.validate,
    ),
    Scheme.IBAN: Form(
        Text("IBAN", "国际银行账号"), "ISO 13616-1:2020", "GB82WEST12345698765432", iban.validate
    ),
}
"""Every scheme, as the library that knows its check digits validates it."""

SECRET = frozenset({Scheme.IBAN})
"""Numbers of which a refusal shows no more than the end."""


def checked(scheme: Scheme | str, text: str) -> str:
    """A number in its plain spelling. One with a wrong length, form or check digit is refused."""
    known = _scheme(scheme)
    form = FORMS[known]
    plain = _SEPARATORS.sub("", text).upper()
    try:
        return str(form.validate(plain))
    except InvalidLength:
        code, en, zh = "length", "has a wrong number of signs", "位数不正确"
    except InvalidFormat:
        code, en, zh = "form", "has a sign that cannot stand there", "含有不应出现的字符"
    except InvalidChecksum:
        code, en, zh = "check-digit", "has a wrong digit somewhere", "校验位不符，某一位有误"
    except (InvalidComponent, ValidationError):
        code, en, zh = "component", "has a part that does not exist", "含有不存在的部分"
    shown = f"…{plain[-4:]}" if known in SECRET else text[:60]
    raise Refusal(
        f"registry.identifier.{code}",
        Text(f"The {form.title.en} “{{given}}” {en}.", f"{form.title.zh}“{{given}}”{zh}。"),
        values={"given": shown, "scheme": known.value, "example": form.example},
        law=form.law,
        cure=Text(
            "Compare it with the document, sign by sign. One looks like this: {example}.",
            "请与证件逐位核对。格式示例：{example}。",
        ),
    )


def right(scheme: Scheme | str, text: str) -> bool:
    """Whether a number is written as its scheme demands."""
    try:
        checked(scheme, text)
    except Refusal:
        return False
    return True


def _scheme(scheme: Scheme | str) -> Scheme:
    try:
        return Scheme(scheme)
    except ValueError:
        raise Refusal(
            "registry.identifier.scheme",
            Text("There is no kind of number “{scheme}”.", "没有“{scheme}”这种识别号。"),
            values={"scheme": str(scheme)[:20], "known": ", ".join(Scheme)},
            law="Tidewaiter, rules of access review, 1",
            cure=Text("Choose one of: {known}.", "请选择：{known}。"),
        ) from None
