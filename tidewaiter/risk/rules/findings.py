"""What the act of an inspection must say, and what may not leave without one."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.risk.states import FREE, NEVER_RELEASED, Disposal, Found, Lane

LAW = "Customs Law of the PRC, Art. 28; GACC Order 138"

SHORTEST = 10
"""Characters of a statement that a reader can use."""
MOST_PHOTOS = 12
LARGEST_PHOTO = 5 * 1024 * 1024
"""Bytes."""

_MARKS: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
)


@dataclass(frozen=True, slots=True)
class LineFound:
    """What a line of the declaration turned out to be; what is None was as declared."""

    gnum: int
    gcode: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What somebody writes down who has opened a parcel."""

    code: Found
    statement: str
    disposal: Disposal
    value_found: Decimal | None = None
    lines: tuple[LineFound, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A parcel of which an act is to be written: where it stands, and what it declared."""

    lane: str | None
    inspected: bool
    acts_filed: int
    declared: Collection[int]


def may_have_an_act(opened: Opened) -> None:
    """An act is written about a parcel that was chosen for inspection (Art. 28)."""
    if opened.lane is None or not (opened.inspected or opened.acts_filed):
        raise Refusal(
            "act.not-inspected",
            Text(
                "This parcel was not chosen for inspection, so there is no act to write.",
                "该包裹未被布控查验，无需制作查验记录。",
            ),
            law=LAW,
            cure=Text(
                "Send it to the lane of inspection first, with reasons.",
                "请先说明理由并将其转入查验通道。",
            ),
            kind=Kind.CONFLICT,
        )


def complete(found: Findings, opened: Opened) -> None:
    """An act says what was done and found, line by line, and decides (GACC Order 138)."""
    if len(found.statement.strip()) < SHORTEST:
        raise Refusal(
            "act.statement",
            Text(
                "The statement has {length} characters; a reader needs at least {least}.",
                "查验情况说明只有{length}个字符，至少需要{least}个。",
            ),
            values={"length": len(found.statement.strip()), "least": SHORTEST},
            law=LAW,
            cure=Text(
                "Say what was opened, how it was looked at, and what was seen.",
                "请写明开拆了什么、如何查验以及所见情况。",
            ),
        )
    strange = sorted({line.gnum for line in found.lines} - set(opened.declared))
    if strange:
        raise Refusal(
            "act.line",
            Text("The declaration has no line {line}.", "清单没有第{line}项。"),
            values={"line": strange[0]},
            law=LAW,
            cure=Text(
                "Use the code “undeclared goods” for what no line declares.",
                "清单未申报的货物请选择“夹藏或漏报货物”。",
            ),
        )
    negative = [line.gnum for line in found.lines if _below(line.quantity) or _below(line.value)]
    if negative or _below(found.value_found):
        raise Refusal(
            "act.negative",
            Text("A quantity or value is below zero.", "数量或价值小于零。"),
            law=LAW,
            cure=Text("Write what was counted or weighed.", "请填写实际清点或称量的结果。"),
        )
    if found.code is Found.NOTHING and found.lines:
        raise Refusal(
            "act.contradiction",
            Text(
                "The act says that nothing was found, and that line {line} was another.",
                "记录称未发现异常，但第{line}项与申报不符。",
            ),
            values={"line": found.lines[0].gnum},
            law=LAW,
            cure=Text(
                "Choose what was found, or take the line out.", "请选择发现的情形，或删除该项。"
            ),
        )
    if found.code in NEVER_RELEASED and found.disposal in {Disposal.RELEASE, Disposal.AUDIT}:
        raise Refusal(
            "act.released-in-spite",
            Text(
                "Goods of this kind (“{code}”) do not leave by the act that found them.",
                "查获此类情形（“{code}”）的货物不得凭本记录放行。",
            ),
            values={"code": found.code.value},
            law=LAW,
            cure=Text("Hold the parcel.", "请扣留该包裹。"),
        )


def may_leave(target: Lane, *, inspected: bool, acts_filed: int) -> None:
    """What was chosen for inspection leaves only when its act is filed (Art. 28)."""
    if target in FREE and inspected and not acts_filed:
        raise Refusal(
            "lane.no-act",
            Text(
                "This parcel was chosen for inspection, and no inspection act is filed.",
                "该包裹已布控查验，但尚未签发查验记录。",
            ),
            law=LAW,
            cure=Text(
                "Write down what was found and file the act; the act decides about the parcel.",
                "请填写并签发查验记录，由该记录决定包裹的处置。",
            ),
            kind=Kind.CONFLICT,
        )


def photo_type(content: bytes) -> str:
    """A photograph is a JPEG, PNG or WebP image of at most five megabytes; its first bytes say
    which (GACC Order 138).
    """
    if len(content) > LARGEST_PHOTO:
        raise Refusal(
            "act.photo-size",
            Text(
                "A photograph has {size} bytes; at most {most} are kept.",
                "照片大小为{size}字节，最多{most}字节。",
            ),
            values={"size": len(content), "most": LARGEST_PHOTO},
            law=LAW,
            cure=Text("Take it at a lower resolution.", "请以较低分辨率拍摄。"),
        )
    for mark, place, kind in _MARKS:
        webp = kind != "image/webp" or content[:4] == b"RIFF"
        if content[place : place + len(mark)] == mark and webp:
            return kind
    raise Refusal(
        "act.photo-type",
        Text(
            "One of the files is no photograph: it begins with “{begin}”.",
            "有文件不是照片：其开头为“{begin}”。",
        ),
        values={"begin": content[:8].hex(" ")},
        law=LAW,
        cure=Text("Add JPEG, PNG or WebP images.", "请添加JPEG、PNG或WebP图片。"),
    )


def few_enough(photos: int) -> None:
    """An act holds at most twelve photographs (GACC Order 138)."""
    if photos > MOST_PHOTOS:
        raise Refusal(
            "act.photos",
            Text(
                "That makes {photos} photographs; an act holds {most}.",
                "照片共{photos}张，每份记录最多{most}张。",
            ),
            values={"photos": photos, "most": MOST_PHOTOS},
            law=LAW,
            cure=Text("Keep those that show what was found.", "请保留能说明查验结果的照片。"),
        )


def taken_for_this(elsewhere: str | None) -> None:
    """A photograph shows the parcel of its act and no other (GACC Order 138)."""
    if elsewhere:
        raise Refusal(
            "act.photo-again",
            Text(
                "The very same photograph is in act {act} about another parcel.",
                "同一张照片已用于另一包裹的查验记录{act}。",
            ),
            values={"act": elsewhere},
            law=LAW,
            cure=Text("Photograph this parcel.", "请拍摄本包裹。"),
            kind=Kind.CONFLICT,
        )


def _below(amount: Decimal | None) -> bool:
    return amount is not None and amount < 0
