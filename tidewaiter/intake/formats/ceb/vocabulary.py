"""The fields that several messages share, each stated once with its length, privacy and meaning."""

from decimal import Decimal
from typing import Annotated, TypeAlias

from tidewaiter.intake.formats.ceb.fields import Privacy, number, stamp, text, whole

PERSONAL = Privacy.PERSONAL
PUBLIC = Privacy.PUBLIC

# The document itself
Guid: TypeAlias = Annotated[
    str,
    text(36, "Unique number of the document, 36 characters.", "单证的36位唯一序号。", exact=True),
]
AppType: TypeAlias = Annotated[
    str,
    text(
        1,
        "Kind of submission: 1 new, 2 change, 3 delete.",
        "报送类型：1新增，2变更，3删除。",
        exact=True,
    ),
]
AppTime: TypeAlias = Annotated[
    str, stamp(14, "When the firm submitted it, YYYYMMDDhhmmss.", "企业报送时间，YYYYMMDDhhmmss。")
]
AppStatus: TypeAlias = Annotated[
    str, text(3, "Business status: 1 stored, 2 declared.", "业务状态：1暂存，2申报。")
]
Note: TypeAlias = Annotated[str, text(1000, "Remark.", "备注。")]
Gnum: TypeAlias = Annotated[
    int, whole("Number of the line, counted from 1.", "商品项号，从1开始递增。", digits=9)
]

# Firms
EbpCode: TypeAlias = Annotated[
    str,
    text(
        18, "Customs registration code of the platform.", "电商平台的海关登记编号。", privacy=PUBLIC
    ),
]
EbpName: TypeAlias = Annotated[
    str, text(100, "Registered name of the platform.", "电商平台的登记名称。", privacy=PUBLIC)
]
EbcCode: TypeAlias = Annotated[
    str,
    text(
        18, "Customs registration code of the merchant.", "电商企业的海关登记编号。", privacy=PUBLIC
    ),
]
EbcName: TypeAlias = Annotated[
    str, text(100, "Registered name of the merchant.", "电商企业的登记名称。", privacy=PUBLIC)
]
PayCode: TypeAlias = Annotated[
    str,
    text(
        18,
        "Customs registration code of the payment institution.",
        "支付企业的海关登记编号。",
        privacy=PUBLIC,
    ),
]
PayName: TypeAlias = Annotated[
    str,
    text(
        100, "Registered name of the payment institution.", "支付企业的登记名称。", privacy=PUBLIC
    ),
]
LogisticsCode: TypeAlias = Annotated[
    str,
    text(
        18, "Customs registration code of the carrier.", "物流企业的海关登记编号。", privacy=PUBLIC
    ),
]
LogisticsName: TypeAlias = Annotated[
    str, text(100, "Registered name of the carrier.", "物流企业的登记名称。", privacy=PUBLIC)
]
AgentCode: TypeAlias = Annotated[
    str,
    text(
        18,
        "Customs registration code of the declarant.",
        "申报单位的海关登记编号。",
        privacy=PUBLIC,
    ),
]
AgentName: TypeAlias = Annotated[
    str, text(100, "Registered name of the declarant.", "申报单位的登记名称。", privacy=PUBLIC)
]

# References
OrderNo: TypeAlias = Annotated[
    str, text(60, "Order number, unique on its platform.", "订单编号，在同一平台内唯一。")
]
PayTransactionId: TypeAlias = Annotated[
    str, text(60, "Serial number of the payment at its institution.", "支付企业的支付流水号。")
]
LogisticsNo: TypeAlias = Annotated[
    str,
    text(
        60,
        "Waybill number, not used again by its carrier within six months.",
        "运单编号，同一物流企业六个月内不重复。",
    ),
]
BillNo: TypeAlias = Annotated[
    str,
    text(37, "Bill of lading, master air waybill or road manifest.", "提单、总运单或载货清单号。"),
]
CopNo: TypeAlias = Annotated[
    str, text(20, "The declarant's own number of the document.", "企业内部的单证编号。")
]
PreNo: TypeAlias = Annotated[
    str, text(18, "Pre-entry number given by the port.", "电子口岸的预录入编号。")
]
PreNoExact: TypeAlias = Annotated[
    str, text(18, "Pre-entry number given by the port.", "电子口岸的预录入编号。", exact=True)
]
InvtNo: TypeAlias = Annotated[
    str,
    text(
        18,
        "List number given by customs: office, year, I or E, serial.",
        "海关清单编号：关区、年份、进出口标记、流水号。",
    ),
]
InvtNoExact: TypeAlias = Annotated[
    str, text(18, "List number given by customs.", "海关清单编号。", exact=True)
]

# Persons
BuyerIdType: TypeAlias = Annotated[
    str,
    text(
        1,
        "Kind of the buyer's identity document: 1 resident identity card, 2 other.",
        "订购人证件类型：1身份证，2其它。",
        exact=True,
    ),
]
BuyerIdNumber: TypeAlias = Annotated[
    str,
    text(60, "Number of the buyer's identity document.", "订购人的证件号码。", privacy=PERSONAL),
]
BuyerName: TypeAlias = Annotated[
    str, text(60, "Real name of the buyer.", "订购人的真实姓名。", privacy=PERSONAL)
]
BuyerTelephone: TypeAlias = Annotated[
    str, text(30, "Telephone of the buyer.", "订购人的电话。", privacy=PERSONAL)
]
Consignee: TypeAlias = Annotated[
    str,
    text(
        100,
        "Name of the consignee, the same in order and waybill.",
        "收货人姓名，订单与运单一致。",
        privacy=PERSONAL,
    ),
]
ConsigneeTelephone: TypeAlias = Annotated[
    str,
    text(
        50,
        "Telephone of the consignee, the same in order and waybill.",
        "收货人电话，订单与运单一致。",
        privacy=PERSONAL,
    ),
]
ConsigneeAddress: TypeAlias = Annotated[
    str,
    text(
        200,
        "Address of delivery, the same in order and waybill.",
        "收货地址，订单与运单一致。",
        privacy=PERSONAL,
    ),
]

# Places, ways and codes
CustomsCode: TypeAlias = Annotated[
    str,
    text(4, "Customs office that receives the document.", "接受申报的海关关区代码。", exact=True),
]
IeFlag: TypeAlias = Annotated[
    str, text(1, "Direction: I import, E export.", "进出口标记：I进口，E出口。", exact=True)
]
TrafMode: TypeAlias = Annotated[
    str, text(1, "Mode of transport (code list).", "运输方式代码。", exact=True)
]
Currency: TypeAlias = Annotated[
    str,
    text(3, "Currency; 142 (renminbi) in the import chain.", "币制代码；进口限定142。", exact=True),
]
Country: TypeAlias = Annotated[
    str, text(3, "Country of origin (code list).", "原产国（地区）代码。", exact=True)
]
Unit: TypeAlias = Annotated[
    str, text(3, "Unit of the quantity (code list).", "计量单位代码。", exact=True)
]

# Goods and money
Freight: TypeAlias = Annotated[Decimal, number("Freight; 0 if none.", "运费，无则填0。")]
InsuredFee: TypeAlias = Annotated[Decimal, number("Insurance; 0 if none.", "保费，无则填0。")]
PackNo: TypeAlias = Annotated[
    int, whole("Number of packages; 1 in the import chain.", "包裹件数；进口限定为1。")
]
Qty: TypeAlias = Annotated[Decimal, number("Quantity in the unit.", "按计量单位的数量。")]
Price: TypeAlias = Annotated[Decimal, number("Price of one unit; 0 for a gift.", "单价，赠品填0。")]
TotalPrice: TypeAlias = Annotated[
    Decimal, number("Price of the line: unit price times quantity.", "总价，等于单价乘以数量。")
]
Gcode: TypeAlias = Annotated[
    str,
    text(
        10,
        "Tariff code: 8 digits and 2 of the supplement.",
        "商品编号：8位税号加2位附加编号。",
        exact=True,
    ),
]
Gname: TypeAlias = Annotated[str, text(250, "Name of the goods.", "商品名称。")]
Gmodel: TypeAlias = Annotated[
    str,
    text(
        510,
        "Specification: brand, model, composition, content, grade.",
        "规格型号：品牌、型号、成分、含量、等级等。",
    ),
]
BarCode: TypeAlias = Annotated[str, text(50, "Bar code of the goods.", "商品条形码。")]
ItemName: TypeAlias = Annotated[
    str, text(250, "Name of the goods as sold on the platform.", "平台销售的商品名称。")
]

# Receipts
ReturnStatus: TypeAlias = Annotated[
    str,
    text(
        10,
        "Status given by customs; a negative number means that processing failed.",
        "操作结果；负数表示处理异常。",
    ),
]
ReturnTime: TypeAlias = Annotated[
    str,
    stamp(17, "When the status was given, YYYYMMDDhhmmssSSS.", "操作时间，YYYYMMDDhhmmssSSS。"),
]
ReturnInfo: TypeAlias = Annotated[
    str, text(1000, "Explanation, such as the reason of a rejection.", "回执信息，如退单原因。")
]
