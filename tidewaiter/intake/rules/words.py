"""What senders are told when a document breaks a rule of intake, in English and Chinese.

What can be wrong with the format of a message is told by ``formats``; what documents break together
is told by the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.intake.rules.shapes import LAW


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is said of one reason; words in braces are filled in.

    ``title`` says what is demanded, ``official`` is the code for the return status of a receipt
    where it is the same for every kind of document.
    """

    rule: str
    title: Text
    message: Text
    cure: Text
    law: Text = LAW
    official: str | None = None


_REGISTRATION = Text("GACC Announcement 194/2018, II", "海关总署公告2018年第194号第二部分")
_CANCELLING = Text("GACC Announcement 194/2018, IV", "海关总署公告2018年第194号第四部分")
_ASKING = Text("GACC Announcement 194/2018, VI", "海关总署公告2018年第194号第六部分")
_RETURNING = Text("GACC Announcement 45/2020, I", "海关总署公告2020年第45号第一条")

_SUMS = Text("Correct the amounts and send the document again.", "请更正金额后重新发送。")
_NO_DECLARATION = (
    Text("The declaration that a request names exists", "申请所列清单存在"),
    Text("There is no declaration {number}.", "系统中不存在清单编号为{number}的清单。"),
    Text(
        "Use the list number (invtNo) of the declaration's receipt.",
        "请使用清单回执中的清单编号（invtNo）。",
    ),
)

REASONS: Mapping[str, Words] = {
    "TW-G01-NOT-RECEIVED": Words(
        "G-01",
        Text("The message is of a kind that firms send", "报文属于企业报送的种类"),
        Text(
            "Messages of kind {value} are sent by customs, not to customs.",
            "报文{value}由海关发出，不接收。",
        ),
        Text(
            "Send one of 311, 411, 511, 513, 621, 623, 625, 711.",
            "请发送311、411、511、513、621、623、625或711报文。",
        ),
    ),
    "TW-G01-FUTURE": Words(
        "G-01",
        Text("No date lies in the future", "日期不晚于收到单证的时间"),
        Text(
            "{name} is {value}, but the document arrived on {arrived}.",
            "{name}为{value}，晚于收到单证的时间{arrived}。",
        ),
        Text(
            "Write the time at which it happened; check the clock of the sending system.",
            "请填写实际发生时间，并检查发送系统的时钟。",
        ),
    ),
    "TW-G02-TWICE": Words(
        "G-02",
        Text("A message holds each document once", "同一报文中每份单证只出现一次"),
        Text(
            "The key {value} stands twice in this message; the first one was taken.",
            "编号{value}在本报文中重复，已采用第一份。",
        ),
        Text("Send each document once.", "每份单证只发送一次。"),
    ),
    "TW-G02-GUID": Words(
        "G-02",
        Text("Each document of a message has its own guid", "同一报文中各单证的guid不重复"),
        Text(
            "The guid {value} stands twice in this message; the first document was taken.",
            "guid {value}在本报文中重复，已采用第一份单证。",
        ),
        Text(
            "Give each document its own guid and send this one again.",
            "请为每份单证使用不同的guid，并重新发送本单证。",
        ),
    ),
    "TW-G03-NOTHING-TO-CHANGE": Words(
        "G-03",
        Text("What is changed or deleted was sent before", "变更或删除的单证此前已报送"),
        Text(
            "There is no document {value} that could be changed or deleted.",
            "没有可变更或删除的单证{value}。",
        ),
        Text("Send it as new (appType 1).", "请以新增（appType 1）发送。"),
    ),
    "TW-G03-ACCEPTED": Words(
        "G-03",
        Text(
            "A document is changed before it is accepted into customs", "单证入海关前方可变更或删除"
        ),
        Text(
            "The document {value} was accepted into customs (status 120) and cannot be changed.",
            "单证{value}已入海关（状态120），不能变更。",
        ),
        Text(
            "Cancel the declaration (message 623), then send the documents anew.",
            "请先发送撤销申请单（623），再重新发送单证。",
        ),
    ),
    "TW-G03-REPEAT": Words(
        "G-03",
        Text("A number is used for one document", "一个编号只用于一份单证"),
        Text(
            "There is a document {value} already (status 2), with other contents.",
            "已存在相同编号的单证{value}（状态2），内容不同。",
        ),
        Text(
            "Send it as a change (appType 2) with a later appTime, or use another number.",
            "请以变更（appType 2）并使用较晚的报送时间发送，或更换编号。",
        ),
    ),
    "TW-G04-STALE": Words(
        "G-04",
        Text("A document is not older than the stored one", "单证的报送时间不早于已存单证"),
        Text(
            "The document {value} of {sent} is older than the stored one of {stored}; "
            "it was ignored.",
            "单证{value}的报送时间{sent}早于已存单证的{stored}，不做处理。",
        ),
        Text(
            "Nothing needs to be done; to change the stored document send a newer one.",
            "无需处理；如需变更，请发送较新的单证。",
        ),
    ),
    "TW-G05-SENDER": Words(
        "G-05",
        Text("The firm that the message names sends it", "报文由其所列企业发送"),
        Text(
            "copCode is {value}, but the key is that of {sender}.",
            "copCode为{value}，而报文使用了企业{sender}的密钥。",
        ),
        Text(
            "Send it with the key of the firm that copCode names.",
            "请使用copCode所列企业的密钥发送。",
        ),
        official="1004",
    ),
    "TW-G05-CERTIFICATE": Words(
        "G-05",
        Text("The certificate is valid and bound to the sender", "签名证书有效并与发送企业绑定"),
        Text(
            "The certificate {value}… that signed the message is {wrong}.",
            "签名证书{value}…{wrong}。",
        ),
        Text(
            "Sign with the valid certificate that is bound to your firm, or have it bound.",
            "请使用与本企业绑定的有效证书加签，或办理证书绑定。",
        ),
        official="1004",
    ),
    "TW-G06-UNSIGNED": Words(
        "G-06",
        Text("A message that must be signed is signed", "应加签的报文已加签"),
        Text(
            "Messages of kind {kind} must be signed; this one is not.",
            "报文{kind}必须加签，本报文没有签名。",
        ),
        Text(
            "Sign the message with the certificate that is bound to your firm.",
            "请使用与企业绑定的证书加签。",
        ),
    ),
    "TW-G08-SUSPENDED": Words(
        "G-08",
        Text("The sender's registration is in force", "发送企业的注册登记有效"),
        Text(
            "The registration of {value} is {standing}.",
            "企业{value}的注册登记状态为{standing}，不得申报。",
        ),
        Text("Ask the customs office where the firm is registered.", "请联系注册地海关。"),
        _REGISTRATION,
        "-10102",
    ),
    "TW-G08-SENDER": Words(
        "G-08",
        Text(
            "A document is sent by a firm that it names and that is registered for it",
            "单证由其所列并具备相应登记类型的企业发送",
        ),
        Text(
            "The document names {names}; the sender is {sender}, registered as {roles}.",
            "单证所列企业为{names}，发送企业为{sender}，登记类型为{roles}。",
        ),
        Text(
            "Send it with the key of a firm that the document names, registered for it.",
            "请由单证所列并具备相应登记类型的企业发送。",
        ),
        _REGISTRATION,
        "-10102",
    ),
    "TW-G09-HALF-WIDTH": Words(
        "G-09",
        Text("Numbers and codes are written half-width", "编号和代码使用半角字符"),
        Text(
            "{name} is “{shown}”: it has characters that are not half-width.",
            "{name}为“{shown}”，含有非半角字符。",
        ),
        Text(
            "Write it in half-width letters, digits and signs, without spaces.",
            "请使用半角字母、数字和符号，不含空格。",
        ),
    ),
    "TW-G09-PLACEHOLDER": Words(
        "G-09",
        Text("Names and addresses are real", "姓名和地址真实"),
        Text(
            "{name} is “{value}”, which is no name or address.",
            "{name}为“{value}”，不是真实的姓名或地址。",
        ),
        Text("Write the real name or address.", "请填写真实的姓名或地址。"),
    ),
    "TW-L01-BELOW-ZERO": Words(
        "L-01",
        Text("No amount is below zero", "金额、数量和重量不为负"),
        Text("{name} is {value}, which is below zero.", "{name}为{value}，小于零。"),
        Text("Write zero or more.", "请填写零或正数。"),
    ),
    "TW-L01": Words(
        "L-01",
        Text("Net weight is within gross weight", "净重不大于毛重"),
        Text(
            "{path} is {value}, InventoryHead.grossWeight is {other}: {value} > {other}.",
            "{path}为{value}，InventoryHead.grossWeight为{other}，两者不符（{value} > {other}）。",
        ),
        _SUMS,
    ),
    "TW-L03-UNKNOWN-CODE": Words(
        "L-03",
        Text("Codes are those of the customs code lists", "代码在海关代码表中"),
        Text(
            "{name} is “{value}”, which is not in the code list “{listing}”.",
            "{name}为“{value}”，不在代码表“{listing}”中。",
        ),
        Text(
            "Use a code of the customs code list that is valid on the day.",
            "请使用当日有效的海关代码。",
        ),
        Text("JGS-20 customs code tables", "JGS-20海关代码表"),
    ),
    "TW-M01": Words(
        "M-01",
        Text("The amount to be paid adds up", "订单实付金额勾稽"),
        Text(
            "{path} is {value}, OrderHead.goodsValue + freight + taxTotal − discount is {other}: "
            "{value} ≠ {other}.",
            "{path}为{value}，OrderHead.goodsValue + freight + taxTotal − discount为{other}，"
            "两者不符（{value} ≠ {other}）。",
        ),
        _SUMS,
    ),
    "TW-M13": Words(
        "M-13",
        Text(
            "A line's total is price × quantity; the lines add up to the goods value",
            "表体总价等于单价乘数量，合计等于商品价格",
        ),
        Text(
            "{path} is {value}, {sum} is {other}: {value} ≠ {other}.",
            "{path}为{value}，{sum}为{other}，两者不符（{value} ≠ {other}）。",
        ),
        _SUMS,
    ),
    "-623003": Words("B-03", *_NO_DECLARATION, _ASKING, "-623003"),
    "-625016": Words("B-03", *_NO_DECLARATION, _ASKING, "-625016"),
    "TW-B03-FIRM": Words(
        "B-03",
        Text("A request comes from the firm that declared", "申请由原申报企业提出"),
        Text("The declaration {number} was made by another firm.", "清单{number}由其他企业申报。"),
        Text("Let the firm that declared it apply.", "请由原申报企业提出申请。"),
        _ASKING,
    ),
    "-623005": Words(
        "B-03",
        Text("What is cancelled is not released or rejected", "撤销的清单未放行且未退单"),
        Text(
            "The declaration {number} is {state}: it cannot be cancelled.",
            "清单{number}的状态为{state}，不符合撤单申报要求。",
        ),
        Text(
            "Return released goods with message 625; a rejected declaration needs nothing.",
            "已放行商品请申报退货（625）；已退单的清单无需撤销。",
        ),
        _CANCELLING,
        "-623005",
    ),
    "TW-B01-NOT-RELEASED": Words(
        "B-01",
        Text("What is returned was released", "退货的商品已放行"),
        Text(
            "The declaration {number} is not released: there is nothing to return.",
            "清单{number}尚未放行，不能退货。",
        ),
        Text("Cancel it with message 623.", "请使用撤销申请单（623）。"),
        _RETURNING,
    ),
    "TW-B01-LATE": Words(
        "B-01",
        Text("Goods are returned within the period after release", "退货在放行后的期限内提出"),
        Text(
            "The goods of {number} were released {days} days ago; the limit is {limit}.",
            "清单{number}已放行{days}日，超过{limit}日的退货期限。",
        ),
        Text("The goods can no longer be returned under this regime.", "已不能按此方式退货。"),
        _RETURNING,
    ),
    "-625209": Words(
        "B-01",
        Text("What is returned was declared", "退货商品在原清单中"),
        Text(
            "Line {gnum} with tariff code {gcode} is not in the declaration {number}.",
            "在清单{number}中未找到表体序号为{gnum}、商品编号为{gcode}的数据。",
        ),
        Text(
            "Repeat number and tariff code of the declared line.", "请填写原清单的序号和商品编号。"
        ),
        _RETURNING,
        "-625209",
    ),
    "TW-B01-QUANTITY": Words(
        "B-01",
        Text("No more is returned than was declared", "退货数量不超过原申报数量"),
        Text(
            "Line {gnum}: {quantity} are to be returned, {before} were returned already, "
            "{original} were declared.",
            "表体第{gnum}项：本次退货{quantity}，此前已退{before}，原申报{original}。",
        ),
        Text("Return no more than is left of the line.", "退货数量不得超过剩余数量。"),
        _RETURNING,
    ),
    "-505001": Words(
        "L-08",
        Text("The waybill of a signature exists", "签收的运单存在"),
        Text("There is no waybill {waybill}.", "查无运单{waybill}。"),
        Text("Send the waybill (511) first.", "请先发送运单（511）。"),
        official="-505001",
    ),
    "TW-L08-NOT-RELEASED": Words(
        "L-08",
        Text("A parcel is signed for after its release", "放行后方可签收"),
        Text(
            "The parcel {waybill} is not released: it cannot have been signed for.",
            "运单{waybill}的商品尚未放行，不应签收。",
        ),
        Text(
            "Check the waybill number and the time; report goods that left without release.",
            "请核对运单号和时间；未放行商品已提离的，请立即报告海关。",
        ),
        Text("Customs Law of the PRC, Art. 37", "《中华人民共和国海关法》第三十七条"),
    ),
    "TW-B00-FAILED": Words(
        "",
        Text("The request could be carried out", "申请得以办理"),
        Text(
            "The request could not be carried out; the fault is ours.",
            "系统内部错误，申请未能办理。",
        ),
        Text(
            "Send it again later; if it fails again, tell the operator of this service.",
            "请稍后重新发送；如再次失败，请告知系统运营方。",
        ),
        Text("Customs Law of the PRC, Art. 24", "《中华人民共和国海关法》第二十四条"),
    ),
}
"""The words of every reason by its code; one without ``TW-`` is official and says the same."""
