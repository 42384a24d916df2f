"""What may be asked of a decided parcel, and the words by which it is found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

_RUN = re.compile(r"[㐀-鿿豈-﫿]+|[0-9a-zA-Z]+")


@lru_cache(maxsize=50_000)
def search_words(text: str) -> str:
    """The words by which a text is found: Latin words and numbers, and pairs of Chinese characters.

    Chinese is not written with spaces; every two neighbours count as a word, so that any part of
    two or more characters is found.
    """
    words: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0].isascii() or len(run) == 1:
            words.append(run)
        else:
            words.extend(run[i : i + 2] for i in range(len(run) - 1))
    return " ".join(dict.fromkeys(words))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a declaration, and how it stands."""

    invt_no: str
    found: bool
    same_firm: bool
    outcome: str | None
    free: bool
    released_on: date | None
    today: date


@dataclass(frozen=True, slots=True)
class Returned:
    """One line of a return, and the line of the declaration that it refers to."""

    gnum: int
    gcode: str
    quantity: Decimal
    original_gcode: str | None
    original_quantity: Decimal
    returned_before: Decimal


def _must_exist(asked: Asked, code: str) -> None:
    """A request names an existing declaration and comes from the firm that declared it (B-03)."""
    if not asked.found:
        raise Refusal(
            code,
            Text("There is no declaration {number}.", "系统中不存在清单编号为{number}的清单。"),
            cure=Text(
                "Use the list number (invtNo) of the declaration's receipt.",
                "请使用清单回执中的清单编号（invtNo）。",
            ),
            law="GACC Announcement 194/2018, VI",
            values={"number": asked.invt_no},
        )
    if not asked.same_firm:
        raise Refusal(
            "TW-B03-FIRM",
            Text(
                "The declaration {number} was made by another firm.",
                "清单{number}由其他企业申报。",
            ),
            cure=Text("Let the firm that declared it apply.", "请由原申报企业提出申请。"),
            law="GACC Announcement 194/2018, VI",
            values={"number": asked.invt_no},
        )


def may_cancel(asked: Asked) -> None:
    """A declaration is cancelled before the goods are released, never after."""
    _must_exist(asked, "-623003")
    if asked.free or asked.outcome in {"rejected", "withdrawn"}:
        state = "released" if asked.free else asked.outcome
        raise Refusal(
            "-623005",
            Text(
                "The declaration {number} is {state}: it cannot be cancelled.",
                "清单{number}的状态为{state}，不符合撤单申报要求。",
            ),
            cure=Text(
                "Return released goods with message 625; a rejected declaration needs nothing.",
                "已放行商品请申报退货（625）；已退单的清单无需撤销。",
            ),
            law="GACC Announcement 194/2018, IV",
            values={"number": asked.invt_no, "state": state or ""},
            kind=Kind.CONFLICT,
        )


def may_return(asked: Asked, lines: Sequence[Returned], *, apply_days: int) -> None:
    """Goods are returned within the period after release, never more than was declared (B-01,
    B-03).
    """
    _must_exist(asked, "-625016")
    if not asked.free or asked.released_on is None:
        raise Refusal(
            "TW-B01-NOT-RELEASED",
            Text(
                "The declaration {number} is not released: there is nothing to return.",
                "清单{number}尚未放行，不能退货。",
            ),
            cure=Text("Cancel it with message 623.", "请使用撤销申请单（623）。"),
            law="GACC Announcement 45/2020, I",
            values={"number": asked.invt_no},
            kind=Kind.CONFLICT,
        )
    days = (asked.today - asked.released_on).days
    if days > apply_days:
        raise Refusal(
            "TW-B01-LATE",
            Text(
                "The goods of {number} were released {days} days ago; the limit is {limit}.",
                "清单{number}已放行{days}日，超过{limit}日的退货期限。",
            ),
            cure=Text(
                "The goods can no longer be returned under this regime.", "已不能按此方式退货。"
            ),
            law="GACC Announcement 45/2020, I",
            values={"number": asked.invt_no, "days": days, "limit": apply_days},
            kind=Kind.CONFLICT,
        )
    for line in lines:
        if line.original_gcode != line.gcode:
            raise Refusal(
                "-625209",
                Text(
                    "Line {gnum} with tariff code {gcode} is not in the declaration {number}.",
                    "在清单{number}中未找到表体序号为{gnum}、商品编号为{gcode}的数据。",
                ),
                cure=Text(
                    "Repeat number and tariff code of the declared line.",
                    "请填写原清单的序号和商品编号。",
                ),
                law="GACC Announcement 45/2020, I",
                values={"gnum": line.gnum, "gcode": line.gcode, "number": asked.invt_no},
            )
        if line.quantity <= 0 or line.quantity + line.returned_before > line.original_quantity:
            raise Refusal(
                "TW-B01-QUANTITY",
                Text(
                    "Line {gnum}: {quantity} are to be returned, {before} were returned already, "
                    "{original} were declared.",
                    "表体第{gnum}项：本次退货{quantity}，此前已退{before}，原申报{original}。",
                ),
                cure=Text("Return no more than is left of the line.", "退货数量不得超过剩余数量。"),
                law="GACC Announcement 45/2020, I",
                values={
                    "gnum": line.gnum,
                    "quantity": line.quantity,
                    "before": line.returned_before,
                    "original": line.original_quantity,
                },
            )


def may_be_signed_for(waybill: str, *, known: bool, free: bool) -> None:
    """A parcel is signed for after it was released, not before (L-08)."""
    if not known:
        raise Refusal(
            "-505001",
            Text("There is no waybill {waybill}.", "查无运单{waybill}。"),
            cure=Text("Send the waybill (511) first.", "请先发送运单（511）。"),
            law="GACC single window, cross-border edition 202205",
            values={"waybill": waybill},
        )
    if not free:
        raise Refusal(
            "TW-L08-NOT-RELEASED",
            Text(
                "The parcel {waybill} is not released: it cannot have been signed for.",
                "运单{waybill}的商品尚未放行，不应签收。",
            ),
            cure=Text(
                "Check the waybill number and the time; report goods that left without release.",
                "请核对运单号和时间；未放行商品已提离的，请立即报告海关。",
            ),
            law="Customs Law of the PRC, Art. 37",
            values={"waybill": waybill},
            kind=Kind.CONFLICT,
        )
