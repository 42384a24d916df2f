"""What an application still lacks, page by page and paper by paper."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from tidewaiter.base.docket.applications import Answers, Application, Asked, Page
from tidewaiter.base.docket.kinds import Field
from tidewaiter.base.docket.rules.moves import field_answered
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Tidewaiter, rules of procedure, 1"
MOST_PAPERS = 60
"""So many papers a draft holds; a docket takes more afterwards."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing or wrong: on which page (empty: a paper), and what is said of it.

    `what` is a field of the page, the code of a paper, or nothing where it is the whole page.
    """

    page: str
    what: str
    refusal: Refusal


def lacks(
    application: Application, answers: Answers, handed: Collection[str], *, on: date
) -> tuple[Lack, ...]:
    """Everything that stands between a draft and its being sent; `handed` are papers by code."""
    told = application.relevant(answers)
    found = [lack for page in application.pages_for(told) for lack in of_page(page, told)]
    found += [
        Lack("", asked.code, _no_paper(asked))
        for asked in application.papers(told, on)
        if asked.required and asked.code not in handed
    ]
    if not found:
        found = [Lack("", "", doubt) for doubt in application.doubts(told, on)]
    return tuple(found)


def of_page(page: Page, answers: Answers) -> Iterator[Lack]:
    """What is missing or wrong on one page."""
    if page.most == 1:
        yield from _of_fields(page, answers)
        return
    rows = answers.get(page.name, [])
    if len(rows) < page.least:
        yield Lack(page.name, "", _too_few(page, len(rows)))
    for row in rows:
        yield from _of_fields(page, row)


def few_enough_rows(page: Page, rows: int) -> None:
    """A page is answered for as many things as its kind lets."""
    if rows > page.most:
        raise Refusal(
            "application.too-many",
            Text(
                f"“{page.title.en}” takes {{most}} entries at most.",
                f"“{page.title.zh}”最多{{most}}条。",
            ),
            values={"most": page.most},
            law=LAW,
            cure=Text("Remove one first.", "请先删除一条。"),
            kind=Kind.CONFLICT,
        )


def few_enough_papers(kept: int) -> None:
    """A draft holds at most sixty papers."""
    if kept >= MOST_PAPERS:
        raise Refusal(
            "application.too-many-papers",
            Text("The draft holds {kept} papers already.", "草稿已有{kept}份材料。"),
            values={"kept": kept},
            law=LAW,
            cure=Text(
                "Bind papers that belong together into one PDF.", "请将同类材料合并为一个PDF。"
            ),
        )


def asked_for(application: Application, answers: Answers, code: str, *, on: date) -> Asked:
    """Only a paper that is asked for is taken into a draft."""
    told = application.relevant(answers)
    for asked in application.papers(told, on):
        if asked.code == code:
            return asked
    raise Refusal(
        "application.not-asked",
        Text("The paper “{code}” is not asked for.", "未要求提交材料“{code}”。"),
        values={"code": code[:60]},
        law=LAW,
        cure=Text("Choose a paper from the list of the application.", "请从申请材料清单中选择。"),
    )


def new_in_draft(there: bool, *, name: str) -> None:
    """The same file is handed in once."""
    if there:
        raise Refusal(
            "application.repeated",
            Text(
                "“{name}” is among your papers already, to the byte.",
                "“{name}”已在材料中，内容完全相同。",
            ),
            values={"name": name[:100]},
            law=LAW,
            cure=Text("Hand in another file.", "请提交其他文件。"),
            kind=Kind.CONFLICT,
        )


def complete(found: tuple[Lack, ...]) -> None:
    """An application is sent when nothing is missing."""
    if not found:
        return
    if len(found) == 1:
        raise found[0].refusal
    raise Refusal(
        "application.incomplete",
        Text(
            "{count} things are missing or wrong, first: {first}",
            "尚有{count}处缺漏或错误，首先：{first}",
        ),
        values={"count": len(found), "first": found[0].refusal.sentence()},
        law=LAW,
        cure=Text(
            "Open the application: it lists what is missing, with a link to each.",
            "请打开申请：页面列有全部缺漏及其链接。",
        ),
    )


def _of_fields(page: Page, answers: Answers) -> Iterator[Lack]:
    for field in page.fields:
        refusal = _refused(field, answers)
        if refusal is not None:
            yield Lack(page.name, field.name, refusal)


def _refused(field: Field, answers: Answers) -> Refusal | None:
    try:
        field_answered(field, answers.get(field.name))
    except Refusal as refusal:
        return refusal
    return None


def _no_paper(asked: Asked) -> Refusal:
    return Refusal(
        "application.no-paper",
        Text(f"“{asked.title.en}” is missing.", f"缺少“{asked.title.zh}”。"),
        values={"code": asked.code},
        law=asked.law or LAW,
        cure=Text("Hand it in with the papers.", "请在材料页提交。"),
    )


def _too_few(page: Page, rows: int) -> Refusal:
    return Refusal(
        "application.too-few",
        Text(
            f"“{page.title.en}” has {{rows}} entries; at least {{least}} are asked for.",
            f"“{page.title.zh}”有{{rows}}条，至少应有{{least}}条。",
        ),
        values={"rows": rows, "least": page.least},
        law=LAW,
        cure=Text("Add what is missing.", "请补充。"),
    )
