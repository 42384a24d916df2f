"""The text of a test report, in English or Chinese, as the parts that every report must have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tidewaiter.provenance.formats.identifiers import gtin


class Block(StrEnum):
    """The parts that a test report cannot do without."""

    LABORATORY = "laboratory"
    SAMPLE = "sample"
    STANDARD = "standard"
    CONCLUSION = "conclusion"
    SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """What a report says; empty where it says nothing. `marks` are its results, made comparable."""

    laboratory: str = ""
    accreditation: str = ""
    mark: str = ""
    number: str = ""
    sample: str = ""
    brand: str = ""
    model: str = ""
    batch: str = ""
    gtin: str = ""
    standards: tuple[str, ...] = ()
    conclusion: str = ""
    tested_on: date | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    signed: str = ""
    marks: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())
    """Days and numbers that are there and cannot be read."""

    def missing(self) -> tuple[Block, ...]:
        """Which of the compulsory parts are not whole."""
        whole = {
            Block.LABORATORY: self.laboratory and (self.accreditation or self.mark),
            Block.SAMPLE: self.sample and (self.model or self.batch or self.gtin),
            Block.STANDARD: self.standards,
            Block.CONCLUSION: self.conclusion and self.issued_on and self.number,
            Block.SIGNATURES: self.signed,
        }
        return tuple(block for block, there in whole.items() if not there)


_LABELS = {
    "laboratory": "testing laboratory|laboratory name|laboratory|issued by"
    "|检验检测机构|检验机构名称|检验机构|检测机构|实验室名称",
    "accreditation": "accreditation certificate no|accreditation no|accreditation number|cnas no"
    "|认可证书编号|认可证书号|认可编号|CNAS证书编号",
    "mark": "cma no|cma number|cma|资质认定证书编号|资质认定编号|CMA编号",
    "number": "test report no|report no|report number|certificate no|报告编号|检验报告编号|报告号",
    "sample": "sample name|name of sample|sample description|product name|sample|样品名称|产品名称",
    "brand": "trade mark|trademark|brand|商标|品牌",
    "model": "model/specification|model and specification|type/model|model no|model"
    "|规格型号|型号规格|型号",
    "batch": "batch no|batch number|lot no|batch|lot|生产批号|批号|生产日期/批号",
    "gtin": "gtin|ean|bar code|barcode|商品条码|条码",
    "standard": "test standards|test standard|standards|standard|test method"
    "|检验依据|检测依据|依据标准|检验标准",
    "conclusion": "test conclusion|conclusion|verdict|检验结论|检测结论|结论",
    "tested_on": "date of test|test date|testing date|date tested|tested on|检验日期|检测日期",
    "issued_on": "date of issue|issue date|issued on|签发日期|报告日期|签发时间",
    "valid_until": "valid until|expiry date|expires on|有效期至",
    "signed": "approved by|authorised by|authorized by|authorised signatory|signed by"
    "|批准人|批准|签发人|授权签字人",
}
_NAMED = {
    re.sub(r"\W+", "", label.casefold()): name
    for name, labels in _LABELS.items()
    for label in labels.split("|")
}
_LINE = re.compile(r"^\s*([^:：]{2,40}?)\s*[:：]\s*(.*?)\s*$")
_DAYS = (
    re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b"),
    re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDED = re.compile(r"\b(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_RESULT = re.compile(
    r"^\s*(?P<what>\D[^\t:：]{1,60}?)[\s:：]+(?P<value>[<>≤≥]?\s*\d+(?:\.\d+)?)\s*"
    r"(?P<unit>mg/kg|mg/L|µg/kg|ug/kg|g/kg|%|N|mm|°C|℃|pH|kV|V|A|W|h|s|CFU/g)\b",
)


def read_report(text: str) -> ReportText:
    """Read the labelled lines of a report; what stands under no known label is passed over."""
    said: dict[str, str] = {}
    for name, value in _labelled(text):
        if value and name not in said:
            said[name] = value
    unread = []
    days = {}
    for name in ("tested_on", "issued_on", "valid_until"):
        if name in said:
            days[name] = day_in(said[name])
            if days[name] is None:
                unread.append(said[name][:60])
    number = gtin(re.sub(r"\D", "", said.get("gtin", ""))) or ""
    if said.get("gtin") and not number:
        unread.append(said["gtin"][:60])
    return ReportText(
        **{
            name: said.get(name, "")[:200]
            for name in (
                "laboratory", "accreditation", "mark", "sample", "brand", "model", "batch",
                "conclusion", "signed",
            )
        },
        number=said.get("number", "")[:80],
        gtin=number,
        standards=_standards(said.get("standard", "")),
        marks=tuple(sorted(set(_marks(text)))),
        unread=tuple(unread),
        **days,
    )  # fmt: skip


def day_in(text: str) -> date | None:
    """The first day that a text names, as 2026-05-31, 2026年5月31日 or 31 May 2026."""
    for form in _DAYS:
        found = form.search(text)
        if found:
            return _day(*(int(part) for part in found.groups()))
    found = _WORDED.search(text)
    if found and found.group(2)[:3].lower() in _MONTHS:
        month = _MONTHS.index(found.group(2)[:3].lower()) + 1
        return _day(int(found.group(3)), month, int(found.group(1)))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        found = _LINE.match(line)
        if found:
            name = _NAMED.get(re.sub(r"\W+", "", found.group(1).casefold()))
            if name:
                yield name, found.group(2)


def _standards(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[,;、，；]| and ", text))
    return tuple(dict.fromkeys(part[:80] for part in parts if part))


def _marks(text: str) -> Iterator[str]:
    """Results as `what=value unit`: two reports with the same marks have the same values."""
    for line in text.splitlines():
        found = _RESULT.match(line)
        if found:
            what = re.sub(r"\W+", " ", found.group("what").casefold()).strip()
            value = found.group("value").replace(" ", "")
            yield f"{what}={value} {found.group('unit').casefold()}"[:120]
