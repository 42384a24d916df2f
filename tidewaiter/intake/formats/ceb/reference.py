"""The reference of the messages, written from the models: ``docs/reference/messages/*.md``."""

from collections.abc import Iterable
from pathlib import Path

from tidewaiter.intake.formats.ceb.faults import catalogue
from tidewaiter.intake.formats.ceb.fields import Model, fields_of
from tidewaiter.intake.formats.ceb.kinds import FORMS, NAMESPACE, Form, Kind, Sender
from tidewaiter.intake.formats.ceb.messages import BaseSubscribe, BaseTransfer, Limits

FOLDER = Path("docs/reference/messages")

_WRITTEN = (
    "<!-- Written by `python -m tidewaiter.intake.formats.ceb.reference`; do not edit. -->\n\n"
)
_TYPES = """## How types are written

| type | meaning |
|---|---|
| `C36` | text of exactly 36 characters |
| `C..60` | text of 1 to 60 characters |
| `N19,5` | decimal, at most 14 digits before and 5 after the point, no exponent |
| `N9` | whole number of at most 9 digits |
| `C8`, `C14`, `C17` of dates | `YYYYMMDD`, `YYYYMMDDhhmmss`, `YYYYMMDDhhmmssSSS` in China's time |

M is mandatory, O optional; an empty element counts as absent. The fields of a part may come in any
order. Personal fields are encrypted at rest; internal ones are for the parties and the authority;
public ones are in public registers.
"""


def pages() -> dict[str, str]:
    """Return the text of every page by its file name."""
    written = {f"CEB{kind.value}.md": _page(FORMS[kind]) for kind in Kind}
    written["README.md"] = _index()
    written["common.md"] = _common()
    written["faults.md"] = _faults()
    return written


def _index() -> str:
    rows = "".join(
        f"| [CEB{kind.value}Message](CEB{kind.value}.md) | {FORMS[kind].en} | {FORMS[kind].zh} "
        f"| {FORMS[kind].sender} | {_answer(FORMS[kind])} |\n"
        for kind in Kind
    )
    limits = Limits()
    return (
        f"{_WRITTEN}# Messages of the import chain\n\n"
        "The China single-window import chain, edition 202205: what firms send and what customs "
        f"answers. XML in UTF-8, namespace `{NAMESPACE}`, plain or as base64 in a `DxpMsg` "
        "envelope; the same documents as JSON.\n\n"
        "| message | what | 名称 | sent by | answered with |\n|---|---|---|---|---|\n"
        f"{rows}\n"
        f"A message has at most {limits.size // 1024 // 1024} MiB and {limits.depth} levels. "
        "Document type declarations and entities are refused. What the messages share stands in "
        "[common.md](common.md), what can be wrong with them in [faults.md](faults.md).\n\n"
        "## As JSON\n\n"
        "```json\n"
        '{"kind": "311", "guid": "…", "transfer": {"copCode": "…"}, "subscribers": [],\n'
        ' "documents": [{"head": {"guid": "…", "goodsValue": "100.00"}, "lines": [{"gnum": 1}]}]}\n'
        "```\n\n"
        "Receipts are flat: their fields stand directly in the document. Amounts are strings; "
        "numbers are read too, digit by digit.\n\n"
        f"{_TYPES}"
    )


def _answer(form: Form) -> str:
    return f"CEB{form.receipt.value}Message" if form.receipt else "–"


def _page(form: Form) -> str:
    kind = form.kind
    parts = [
        f"{_WRITTEN}# CEB{kind.value}Message: {form.en} ({form.zh})\n\n",
        f"{_sentence(form.document)}\n\n",
        f"{_shape(form)}\n\n",
        f"Business key: {' + '.join(f'`{name}`' for name in form.key)}.\n\n",
        _table(form.head_path, form.head),
    ]
    if form.line is not None and form.line_tag is not None:
        parts.append(_table(form.line_tag, form.line))
    if form.sender is Sender.FIRM:
        parts.append(_codes(form))
    return "".join(parts).rstrip() + "\n"


def _sentence(model: type[Model]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _shape(form: Form) -> str:
    limits = Limits()
    many = "any number" if form.many_documents else f"1 to {limits.documents}"
    documents = "1" if form.one_document else many
    inside = [] if form.head_tag is None else [f"one `{form.head_tag}`"]
    if form.line_tag is not None:
        lines = "any number" if form.many_lines else f"1 to {limits.lines}"
        inside.append(f"{lines} `{form.line_tag}`")
    held = f", each with {' and '.join(inside)}" if inside else ""
    end = ""
    if form.sender is Sender.FIRM:
        end = (
            " Then one `BaseTransfer`, up to "
            f"{limits.subscribers} `BaseSubscribe`, an `ExtendMessage` that is passed over, and a "
            f"`ds:Signature`. Answered with {_answer(form)}."
        )
    return f"Holds {documents} `{form.document_tag}`{held}.{end}"


def _table(title: str, model: type[Model]) -> str:
    rows = "".join(
        f"| {field.name} | {field.ceb_type} | {field.obligation} | {field.privacy} "
        f"| {field.en} | {field.zh} |\n"
        for field in fields_of(model)
    )
    return (
        f"## {title}\n\n{_sentence(model)}\n\n"
        "| field | type | M/O | privacy | meaning | 说明 |\n|---|---|---|---|---|---|\n"
        f"{rows}\n"
    )


def _codes(form: Form) -> str:
    codes = form.codes
    known = (
        ("a field is wrong", codes.check),
        ("the message holds no document", codes.empty),
        ("the document holds no line", codes.no_lines),
        ("a line number is used twice", codes.same_gnum),
        ("too many documents", codes.too_many),
    )
    rows = "".join(f"| {when} | {code} |\n" for when, code in known if code)
    return f"## Official codes of refusals\n\n| when | code |\n|---|---|\n{rows}\n"


def _common() -> str:
    return (
        f"{_WRITTEN}# What the messages share\n\n"
        "The root carries `guid` (36 characters) and `version` (1.0).\n\n"
        f"{_table('BaseTransfer', BaseTransfer)}{_table('BaseSubscribe', BaseSubscribe)}"
    ).rstrip() + "\n"


def _faults() -> str:
    rows = "".join(
        f"| `{code}` | {rule} | {official or '–'} | {message['en']} | {message['zh']} "
        f"| {cure['en']} | {cure['zh']} |\n"
        for code, rule, official, message, cure in catalogue()
    )
    return (
        f"{_WRITTEN}# What can be wrong with a message\n\n"
        "Codes with `TW-` are ours; the others are the official ones. The column *official* is "
        "the code for the status of a receipt where the kind of the document has none of its "
        "own. Words in braces are filled in. Why a document that can be read is refused stands "
        "in [the reasons](../reasons.md).\n\n"
        "| code | rule | official | what is wrong | 说明 | what to do | 处理办法 |\n"
        "|---|---|---|---|---|---|---|\n"
        f"{rows}"
    )


def stale(folder: Path) -> list[str]:
    """Return the names of pages that are missing, differ, or are no longer written."""
    wanted = pages()
    there = {page.name for page in folder.glob("*.md")} if folder.is_dir() else set()
    differing = [
        name
        for name in wanted
        if name in there and (folder / name).read_text(encoding="utf-8") != wanted[name]
    ]
    return sorted({*differing, *(there ^ set(wanted))})


def write_pages(folder: Path) -> Iterable[Path]:
    """Write every page into a folder and take away those that are no longer written."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for page in folder.glob("*.md"):
        if page.name not in wanted:
            page.unlink()
    written = []
    for name, content in wanted.items():
        (folder / name).write_text(content, encoding="utf-8")
        written.append(folder / name)
    return written


def main() -> None:
    """Write the reference into the documentation."""
    for page in write_pages(FOLDER):
        print(page)


if __name__ == "__main__":
    main()
