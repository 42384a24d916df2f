"""How a list file is refused: where, what is wrong, and what to do, in both languages."""

from tidewaiter.engine.screening.entries import Broken

_AGAIN = (
    "Fetch the file again and compare its size with the publisher's; the list in force stays.",
    "请重新下载文件并与发布方公布的大小核对；现行名单保持不变。",
)
_FORM = (
    "Say which form the file has with --kind; the list in force stays.",
    "请用 --kind 指明文件格式；现行名单保持不变。",
)
_REPAIR = (
    "Correct the row, or take it out; the list in force stays.",
    "请更正或删除该行；现行名单保持不变。",
)


def cut(file: str, line: int, en: str, zh: str) -> Broken:
    """The file ends in the middle."""
    return Broken("TW-LIST-CUT", file, line, (en, zh), _AGAIN)


def other_form(file: str, line: int, en: str, zh: str) -> Broken:
    """The file is of another form than was said."""
    return Broken("TW-LIST-FORM", file, line, (en, zh), _FORM)


def bad_row(file: str, line: int, en: str, zh: str) -> Broken:
    """A row says something that cannot be."""
    return Broken("TW-LIST-ROW", file, line, (en, zh), _REPAIR)


def empty(file: str) -> Broken:
    """The file holds no entry."""
    return Broken(
        "TW-LIST-EMPTY", file, 0, ("The file holds no entry.", "文件中没有任何条目。"), _AGAIN
    )
