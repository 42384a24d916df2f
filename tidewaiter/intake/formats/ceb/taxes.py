"""Messages CEB816 and CEB818: the tax bill of a list, and what became of it."""

from decimal import Decimal
from typing import Annotated, TypeAlias

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.fields import Model, Privacy, number, text

TaxNo: TypeAlias = Annotated[str, text(50, "Number of the tax bill.", "电子税单编号。")]
Status: TypeAlias = Annotated[
    str,
    text(
        1,
        "Status of the bill: 1 issued, 2 summed up, 3 void.",
        "税单状态：1已生成，2已汇总，3作废。",
        exact=True,
    ),
]
EntDutyNo: TypeAlias = Annotated[str, text(50, "Number of the payment slip.", "缴款书编号。")]
AssureCode: TypeAlias = Annotated[
    str,
    text(64, "Firm that guarantees the tax.", "担保企业编号。", privacy=Privacy.PUBLIC),
]
CustomsTax: TypeAlias = Annotated[Decimal, number("Customs duty.", "应征关税。")]
ValueAddedTax: TypeAlias = Annotated[Decimal, number("Value-added tax.", "应征增值税。")]
ConsumptionTax: TypeAlias = Annotated[Decimal, number("Consumption tax.", "应征消费税。")]


class TaxHead(Model, frozen=True, kw_only=True):
    """The bill: list, sums and the firms that answer for it."""

    guid: v.Guid
    returnTime: v.ReturnTime
    invtNo: v.InvtNo
    taxNo: TaxNo
    customsTax: CustomsTax
    valueAddedTax: ValueAddedTax
    consumptionTax: ConsumptionTax
    status: Status
    entDutyNo: EntDutyNo | None = None
    note: v.Note | None = None
    assureCode: AssureCode | None = None
    ebcCode: (
        Annotated[str, text(64, "Code of the merchant.", "电商企业编号。", privacy=Privacy.PUBLIC)]
        | None
    ) = None
    logisticsCode: (
        Annotated[str, text(64, "Code of the carrier.", "物流企业编号。", privacy=Privacy.PUBLIC)]
        | None
    ) = None
    agentCode: v.AgentCode | None = None
    customsCode: v.CustomsCode | None = None


class TaxLine(Model, frozen=True, kw_only=True):
    """The tax on one line of the list."""

    gnum: v.Gnum
    gcode: v.Gcode
    taxPrice: Annotated[Decimal, number("Dutiable value of the line.", "完税总价格。")]
    customsTax: CustomsTax
    valueAddedTax: ValueAddedTax
    consumptionTax: ConsumptionTax


class Tax(Model, frozen=True, kw_only=True):
    """A tax bill with its lines."""

    head: TaxHead
    lines: list[TaxLine]


class TaxStatusHead(Model, frozen=True, kw_only=True):
    """What became of a tax bill."""

    guid: v.Guid
    returnTime: v.ReturnTime
    invtNo: v.InvtNo
    taxNo: TaxNo
    status: Status
    entDutyNo: EntDutyNo | None = None
    assureCode: AssureCode | None = None


class TaxStatus(Model, frozen=True, kw_only=True):
    """News of a tax bill."""

    head: TaxStatusHead
