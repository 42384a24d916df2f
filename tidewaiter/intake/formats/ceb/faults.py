"""What can be wrong with a message or a document, said in English and Chinese with its cure.

Codes that begin with ``TW-`` are ours; a code without it is the official one, used where the
official list says exactly the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LAW: Mapping[str, str] = {
    "en": "GACC cross-border e-commerce import system, interface specification 202205 "
    "(GACC Announcement 113/2018)",
    "zh": "跨境电子商务进口统一版信息化系统企业接入报文规范202205版（海关总署公告2018年第113号）",
}
LONGEST_VALUE = 200
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that neither XML nor the database can hold."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, why and what to do about it.

    ``official`` is the code for the return status of a receipt; ``value`` is what was found, cut to
    200 characters and masked where it is personal.
    """

    code: str
    path: str
    value: str | None
    rule: str
    message: Mapping[str, str]
    cure: Mapping[str, str]
    official: str | None = None
    law: Mapping[str, str] = field(default_factory=lambda: LAW)


class Wrong(StrEnum):
    """Everything that this package can find wrong."""

    EMPTY = "TW-G01-EMPTY"
    SIZE = "TW-G01-SIZE"
    ENCODING = "TW-G01-ENCODING"
    DTD = "TW-G01-DTD"
    INSTRUCTION = "TW-G01-INSTRUCTION"
    DEPTH = "TW-G01-DEPTH"
    MALFORMED = "0001"
    ROOT = "TW-G01-ROOT"
    ENVELOPE = "TW-G01-ENVELOPE"
    MESSAGE_GUID = "TW-G01-GUID"
    TRANSFER = "TW-G01-TRANSFER"
    NO_DOCUMENT = "TW-G01-NODOCUMENT"
    SUBSCRIBERS = "TW-G07-SUBSCRIBERS"
    DOCUMENTS = "TW-G07-DOCUMENTS"
    LINES = "TW-G07-LINES"
    NO_LINES = "TW-G01-NOLINES"
    SAME_GNUM = "TW-G01-GNUM"
    MISSING = "TW-G01-MISSING"
    LENGTH = "TW-G01-LENGTH"
    NUMBER = "TW-G01-NUMBER"
    WHOLE = "TW-G01-WHOLE"
    DATE = "TW-G01-DATE"
    CHARACTER = "TW-G01-CHARACTER"
    TYPE = "TW-G01-TYPE"
    UNKNOWN = "TW-G01-UNKNOWN"
    REPEATED = "TW-G01-REPEATED"
    NESTED = "TW-G01-NESTED"
    UNSIGNED = "TW-G06-UNSIGNED"
    SIGNATURE = "1001"
    DIGEST = "1004"
    ALGORITHM = "TW-G05-ALGORITHM"
    SHA1 = "TW-G05-SHA1"
    REFERENCE = "TW-G05-REFERENCE"
    CERTIFICATE = "TW-G05-CERTIFICATE"


@dataclass(frozen=True, slots=True)
class _Words:
    message_en: str
    message_zh: str
    cure_en: str
    cure_zh: str
    official: str | None = None


_AGAIN = ("Send the message again, well-formed, in UTF-8.", "请以UTF-8编码重新发送格式正确的报文。")
_SIGN = ("Sign the whole message again and send it.", "请对整个报文重新签名后发送。")

_WORDS: Mapping[Wrong, _Words] = {
    Wrong.EMPTY: _Words("The message is empty.", "报文为空。", *_AGAIN, "0001"),
    Wrong.SIZE: _Words(
        "The message has {found} bytes; at most {limit} are accepted.",
        "报文长度为{found}字节，最多接受{limit}字节。",
        "Split it into several messages.",
        "请拆分为多个报文发送。",
        "0999",
    ),
    Wrong.ENCODING: _Words(
        "The message is not in UTF-8: {found}.",
        "报文不是UTF-8编码：{found}。",
        "Write the message in UTF-8 and say so in its first line.",
        "请使用UTF-8编码，并在声明中注明。",
        "0001",
    ),
    Wrong.DTD: _Words(
        "The message declares a document type or an entity, which is never accepted.",
        "报文含有文档类型或实体声明，一律不予接受。",
        "Leave out the document type declaration.",
        "请删除文档类型声明。",
        "0001",
    ),
    Wrong.INSTRUCTION: _Words(
        "The message holds a processing instruction, which is never accepted.",
        "报文含有处理指令，一律不予接受。",
        "Leave out everything between <? and ?> after the first line.",
        "请删除首行声明之后的处理指令。",
        "0001",
    ),
    Wrong.DEPTH: _Words(
        "Elements are nested deeper than {limit} levels.",
        "元素嵌套超过{limit}层。",
        "Build the message as the specification says.",
        "请按规范组织报文结构。",
        "0002",
    ),
    Wrong.MALFORMED: _Words(
        "The message cannot be read: {found}.", "报文无法解析：{found}。", *_AGAIN, "0001"
    ),
    Wrong.ROOT: _Words(
        "{found} is not a message of this interface.",
        "{found}不是本接口的报文。",
        "Send CEB311Message, CEB411Message, CEB511Message, CEB513Message, CEB621Message, "
        "CEB623Message, CEB625Message or CEB711Message in its namespace.",
        "请使用规定的命名空间发送CEB311、411、511、513、621、623、625或711报文。",
        "0002",
    ),
    Wrong.ENVELOPE: _Words(
        "The DxpMsg envelope cannot be opened: {found}.",
        "DxpMsg信封无法打开：{found}。",
        "Put the message into Data as base64 and fill in TransInfo.",
        "请将报文以base64放入Data节点，并填写TransInfo。",
        "0002",
    ),
    Wrong.MESSAGE_GUID: _Words(
        "The message has no guid of 36 characters.",
        "报文缺少36位的guid。",
        "Give each message its own guid of 36 characters.",
        "请为每份报文填写36位唯一序号。",
        "0002",
    ),
    Wrong.TRANSFER: _Words(
        "The message does not say who sends it (BaseTransfer).",
        "报文缺少传输信息（BaseTransfer）。",
        "Add one BaseTransfer with copCode, copName, dxpMode and dxpId.",
        "请补充一个BaseTransfer节点。",
        "0002",
    ),
    Wrong.NO_DOCUMENT: _Words(
        "The message holds no document.",
        "报文中没有业务单证。",
        "Put at least one document into the message.",
        "请在报文中至少放入一份单证。",
        "0002",
    ),
    Wrong.SUBSCRIBERS: _Words(
        "The message names {found} subscribers; at most {limit} are possible.",
        "报文有{found}个订阅方，最多{limit}个。",
        "Name fewer subscribers.",
        "请减少订阅方。",
        "0002",
    ),
    Wrong.DOCUMENTS: _Words(
        "This is document {found} of the message; at most {limit} are accepted.",
        "此为报文中的第{found}份单证，最多接受{limit}份。",
        "Send it in another message.",
        "请在另一份报文中发送。",
        "0002",
    ),
    Wrong.LINES: _Words(
        "The document has {found} lines; at most {limit} are accepted.",
        "单证有{found}项商品，最多接受{limit}项。",
        "Split the document.",
        "请拆分单证。",
    ),
    Wrong.NO_LINES: _Words(
        "The document has no lines.",
        "单证表体为空。",
        "Add at least one line.",
        "请至少填写一项表体。",
    ),
    Wrong.SAME_GNUM: _Words(
        "Line number {found} is used more than once.",
        "商品序号{found}重复。",
        "Number the lines from 1, each once.",
        "请从1开始连续编号，不得重复。",
    ),
    Wrong.MISSING: _Words(
        "{name} ({meaning_en}) is missing or empty.",
        "{name}（{meaning_zh}）缺失或为空。",
        "Fill it in: {type}.",
        "请填写：{type}。",
    ),
    Wrong.LENGTH: _Words(
        "{name} has {found} characters; {type} is asked for.",
        "{name}长度为{found}，要求{type}。",
        "Write it with the length that {type} says.",
        "请按{type}的长度填写。",
    ),
    Wrong.NUMBER: _Words(
        "{name} is not a number with at most 14 digits before and 5 after the point.",
        "{name}不是整数部分至多14位、小数至多5位的数字。",
        "Write digits with at most one point, no exponent: 19050.00.",
        "请填写普通数字，不使用指数形式，例如19050.00。",
    ),
    Wrong.WHOLE: _Words(
        "{name} is not a whole number of at most 9 digits.",
        "{name}不是至多9位的整数。",
        "Write digits only.",
        "请只填写数字。",
    ),
    Wrong.DATE: _Words(
        "{name} is not a date that exists, written as {length} digits.",
        "{name}不是有效的{length}位日期。",
        "Write a date that exists, as {pattern}.",
        "请按{pattern}填写有效日期。",
    ),
    Wrong.CHARACTER: _Words(
        "{name} holds a control character.",
        "{name}含有控制字符。",
        "Remove it.",
        "请删除控制字符。",
    ),
    Wrong.TYPE: _Words(
        "{name} is not of the form that is asked for: {type}.",
        "{name}的形式不符合要求：{type}。",
        "Write it as the reference says.",
        "请按接口说明填写。",
    ),
    Wrong.UNKNOWN: _Words(
        "{name} does not belong here.",
        "此处不应有{name}。",
        "Remove it, or spell it as the specification does.",
        "请删除，或按规范拼写。",
    ),
    Wrong.REPEATED: _Words(
        "{name} is given more than once.", "{name}重复出现。", "Give it once.", "请只填写一次。"
    ),
    Wrong.NESTED: _Words(
        "{name} holds elements where a value is expected.",
        "{name}应为值，却包含下级元素。",
        "Write the value only.",
        "请只填写值。",
    ),
    Wrong.UNSIGNED: _Words("The message is not signed.", "报文没有签名。", *_SIGN, "1001"),
    Wrong.SIGNATURE: _Words(
        "The signature does not fit the certificate: {found}.",
        "签名与证书不符：{found}。",
        *_SIGN,
        "1001",
    ),
    Wrong.DIGEST: _Words(
        "The message was changed after it was signed.",
        "报文在签名后被改动，签名与数据不符。",
        *_SIGN,
        "1004",
    ),
    Wrong.ALGORITHM: _Words(
        "The algorithm {found} is not supported here.",
        "此处不支持算法{found}。",
        "Sign with RSA-SHA256 and digest SHA-256.",
        "请使用RSA-SHA256签名和SHA-256摘要。",
        "1999",
    ),
    Wrong.SHA1: _Words(
        "The signature uses SHA-1, which this sender is not registered for.",
        "签名使用SHA-1，该发送方未登记可用此算法。",
        "Sign with RSA-SHA256, or have SHA-1 entered in your registration.",
        "请使用RSA-SHA256签名，或申请登记使用SHA-1。",
        "1999",
    ),
    Wrong.REFERENCE: _Words(
        "The signature does not cover the whole message: {found}.",
        "签名未覆盖整个报文：{found}。",
        "Sign with one Reference, URI empty, one Signature as last element of the message.",
        "请仅用一个URI为空的Reference签名，Signature置于报文末尾且仅一个。",
        "1001",
    ),
    Wrong.CERTIFICATE: _Words(
        "The signature brings no certificate that can be used: {found}.",
        "签名未附可用的证书：{found}。",
        "Put one X.509 certificate with an RSA key of 2048 bits or more into KeyInfo.",
        "请在KeyInfo中放入一张RSA 2048位以上的X.509证书。",
        "1001",
    ),
}

_G07 = frozenset({Wrong.SUBSCRIBERS, Wrong.DOCUMENTS, Wrong.LINES})


def _rule(wrong: Wrong) -> str:
    if wrong in _G07:
        return "G-07"
    if wrong is Wrong.UNSIGNED:
        return "G-06"
    return "G-05" if wrong.name in _SIGNATURE_NAMES else "G-01"


_SIGNATURE_NAMES = frozenset(
    {"SIGNATURE", "DIGEST", "ALGORITHM", "SHA1", "REFERENCE", "CERTIFICATE"}
)


def clean(text: str) -> str:
    """Replace the characters that neither XML nor the database can hold."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def shown(value: object) -> str:
    """Return a value of any type as a text fit for a fault."""
    try:
        return clean(value if isinstance(value, str) else repr(value)[:1000])
    except ValueError:
        return "a number of very many digits"


def masked(value: str) -> str:
    """Hide a personal value but for its length."""
    return f"***({len(value)})"


def fault(
    wrong: Wrong,
    path: str = "",
    value: str | None = None,
    *,
    code: str | None = None,
    official: str | None = None,
    **words: object,
) -> Fault:
    """Build a fault from the catalogue, with the values that its sentences name."""
    said = _WORDS[wrong]
    words = {name: clean(word) if isinstance(word, str) else word for name, word in words.items()}
    return Fault(
        code=code or wrong.value,
        path=clean(path),
        value=None if value is None else clean(value[:LONGEST_VALUE]),
        rule=_rule(wrong),
        message={"en": said.message_en.format(**words), "zh": said.message_zh.format(**words)},
        cure={"en": said.cure_en.format(**words), "zh": said.cure_zh.format(**words)},
        official=official or said.official,
    )


def catalogue() -> list[tuple[str, str, str | None, dict[str, str], dict[str, str]]]:
    """Return every fault as code, rule, official code, sentence and cure, with open places."""
    return [
        (
            wrong.value,
            _rule(wrong),
            said.official,
            {"en": said.message_en, "zh": said.message_zh},
            {"en": said.cure_en, "zh": said.cure_zh},
        )
        for wrong, said in _WORDS.items()
    ]
