"""What checks of reports found, in words, with the law and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Text

QUALITY = "Product Quality Law of the PRC"
TESTING = "Measures on the mark of testing bodies (CMA)"


_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Told:
    """The sentence of a finding, its law, and its cure where something is wrong."""

    sentence: Text
    law: str
    cure: Text = _NOTHING


def _told(law: str, en: str, zh: str, cure_en: str = "", cure_zh: str = "") -> Told:
    return Told(Text(en, zh), law, Text(cure_en, cure_zh))


FINDINGS: Mapping[str, Told] = {
    "report.unreadable": _told(
        TESTING,
        "The file has no text that a machine can read.",
        "文件中没有机器可读取的文本。",
        "Send the original file of the laboratory instead of a photograph.",
        "请提交检验机构的电子版原件，而非照片。",
    ),
    "report.read": _told(
        TESTING,
        "All compulsory parts are there; the report has the number {number}.",
        "必备内容齐全，报告编号为{number}。",
    ),
    "report.incomplete": _told(
        TESTING,
        "Compulsory parts are missing: {parts}.",
        "缺少必备内容：{parts}。",
        "Ask the laboratory for a complete report.",
        "请向检验机构索取完整报告。",
    ),
    "report.laboratory": _told(
        TESTING,
        "{laboratory}, accredited by {accreditor}, was accredited for {standards} on {day}.",
        "{laboratory}（由{accreditor}认可）于{day}具备{standards}的检验资质。",
    ),
    "report.laboratory-unknown": _told(
        TESTING,
        "No listed laboratory is called “{laboratory}” ({number}).",
        "名录中没有名为“{laboratory}”（{number}）的检验机构。",
        "Have the goods tested by a listed laboratory, or load the list that names this one.",
        "请委托名录内的检验机构，或载入收录该机构的名录。",
    ),
    "report.accreditor": _told(
        "ILAC Mutual Recognition Arrangement",
        "{accreditor}, which accredits {laboratory}, is not recognised.",
        "认可{laboratory}的{accreditor}不在互认范围内。",
        "Have the goods tested by a laboratory whose accreditor signed the arrangement of ILAC.",
        "请委托由国际互认协议签署机构认可的检验机构。",
    ),
    "report.mark-missing": _told(
        TESTING,
        "The report lacks the CMA mark, without which it proves nothing to the public in China.",
        "报告未加盖CMA标志，在中国不具有对社会的证明作用。",
        "Ask the laboratory for the report with its mark.",
        "请向检验机构索取加盖标志的报告。",
    ),
    "report.mark-number": _told(
        TESTING,
        "The report bears the number {given}; {laboratory} has {listed}.",
        "报告所载编号为{given}，而{laboratory}的编号为{listed}。",
        "A person decides whether it is forged; ask the laboratory.",
        "由承办人判定是否伪造；请向检验机构核实。",
    ),
    "report.not-accredited": _told(
        TESTING,
        "{laboratory} was not accredited on {day}.",
        "{laboratory}于{day}不具备资质。",
        "Have the goods tested by a laboratory that is accredited on the day of the test.",
        "请委托检验当日具备资质的检验机构。",
    ),
    "report.scope": _told(
        "ISO/IEC 17025, 4",
        "On {day} the accreditation of {laboratory} did not cover {standards}.",
        "{day}时{laboratory}的资质范围不包括{standards}。",
        "Have the goods tested by a laboratory accredited for this standard.",
        "请委托对该标准具备资质的检验机构。",
    ),
    "report.number": _told(
        TESTING, "{register} has the number {number}.", "{register}载有编号{number}。"
    ),
    "report.register-silent": _told(
        TESTING,
        "The register of reports did not answer; the number {number} is unconfirmed, not false.",
        "报告登记系统无应答；编号{number}暂未核实，并非虚假。",
        "It is asked again by itself; an officer may also ask the laboratory.",
        "系统将自动再次查询；承办人也可向检验机构核实。",
    ),
    "report.number-absent": _told(
        TESTING,
        "{register} does not have the number {number} yet; registers lag by up to three months.",
        "{register}尚未载有编号{number}；登记可能滞后至三个月。",
        "Ask the laboratory, which keeps its reports for six years.",
        "请向检验机构核实，其报告保存六年。",
    ),
    "report.number-withdrawn": _told(
        QUALITY + ", Art. 57",
        "{register} says that the number {number} was never issued or was withdrawn.",
        "{register}载明编号{number}从未签发或已撤销。",
        "A person decides whether it is forged.",
        "由承办人判定是否伪造。",
    ),
    "report.other-bytes": _told(
        QUALITY + ", Art. 57",
        "The file is not the one that {register} has under {number}.",
        "文件与{register}中编号{number}的文件不一致。",
        "A person decides whether it is forged.",
        "由承办人判定是否伪造。",
    ),
    "report.other-sample": _told(
        QUALITY + ", Art. 57",
        "Under {number} {register} has the model {listed}; the paper says {given}.",
        "{register}中编号{number}的型号为{listed}，而报告所载为{given}。",
        "A person decides whether it is forged.",
        "由承办人判定是否伪造。",
    ),
    "report.other-day": _told(
        QUALITY + ", Art. 57",
        "Under {number} {register} has the day {listed}; the paper says {given}.",
        "{register}中编号{number}的签发日期为{listed}，而报告所载为{given}。",
        "A person decides whether it is forged.",
        "由承办人判定是否伪造。",
    ),
    "report.copy": _told(
        QUALITY + ", Art. 57",
        "{share} of its {results} results are those of {other}, a report of another product.",
        "其{results}项结果中有{share}与另一产品的报告{other}相同。",
        "A person decides whether it is forged; ask both laboratories.",
        "由承办人判定是否伪造；请向双方检验机构核实。",
    ),
    "report.own-values": _told(
        QUALITY,
        "No report of another product has the same results ({results} were compared).",
        "没有其他产品的报告具有相同结果（比对{results}项）。",
    ),
    "report.match": _told(
        QUALITY + ", Art. 14",
        "It is of the model {model} and tested by {standards}.",
        "报告涉及型号{model}，依据{standards}检验。",
    ),
    "report.gtin": _told(
        QUALITY + ", Art. 14",
        "The sample bears the bar code {given}; the product has {wanted}.",
        "样品条码为{given}，产品条码为{wanted}。",
        "Send the report of this product.",
        "请提交本产品的检验报告。",
    ),
    "report.model": _told(
        QUALITY + ", Art. 14",
        "The sample is of the model {given}; the product is {wanted}.",
        "样品型号为{given}，产品型号为{wanted}。",
        "Send the report of this model.",
        "请提交本型号的检验报告。",
    ),
    "report.batch": _told(
        QUALITY + ", Art. 14",
        "The sample is of the batch {given}; the product has {wanted}.",
        "样品批号为{given}，产品批号为{wanted}。",
        "Send the report of this batch, or register the batch.",
        "请提交该批次的检验报告，或登记该批次。",
    ),
    "report.days": _told(
        TESTING,
        "The test is dated {given}, after the report of {wanted}.",
        "检验日期{given}晚于报告日期{wanted}。",
        "Ask the laboratory which day is right.",
        "请向检验机构核实日期。",
    ),
    "report.future": _told(
        TESTING,
        "The report is dated {given}; it came on {wanted}.",
        "报告日期为{given}，而收到日期为{wanted}。",
        "Ask the laboratory for the right day.",
        "请向检验机构核实日期。",
    ),
    "report.over": _told(
        QUALITY + ", Art. 14",
        "The report held until {given}; today is {wanted}.",
        "报告有效期至{given}，今日为{wanted}。",
        "Send a new report.",
        "请提交新的报告。",
    ),
    "report.standard": _told(
        QUALITY + ", Art. 13",
        "The law asks for {wanted}; the report tests by {given}.",
        "法规要求依据{wanted}，而报告依据{given}检验。",
        "Have the goods tested by the standard that is asked for.",
        "请按所要求的标准检验。",
    ),
    "report.failed": _told(
        QUALITY + ", Art. 13",
        "The report does not say that the sample passed: “{given}”.",
        "报告结论未表明样品合格：“{given}”。",
        "Do not sell the goods; send the report of goods that passed.",
        "请勿销售；请提交合格产品的报告。",
    ),
    "report.genuine": _told(
        QUALITY,
        "An officer found the report to be genuine: {grounds}",
        "承办人认定报告真实：{grounds}",
    ),
}
