"""Closed lists: why an item has to be revised, and why a firm may not trade."""

from collections.abc import Mapping

from tidewaiter.base.kernel.refusals import Text

ITEM_REASONS: Mapping[str, Text] = {
    "wrong-paper": Text("It is another paper than was asked for", "提交的不是所要求的材料"),
    "name-mismatch": Text("The name is not the applicant's", "名称与申请人不一致"),
    "number-mismatch": Text("A number is not the applicant's", "号码与申请人不一致"),
    "unreadable": Text("The image cannot be read", "图像无法辨认"),
    "missing-page": Text("A page is missing", "缺页"),
    "partial": Text("It shows a part only", "内容不完整"),
    "expired": Text("It has expired", "已过期"),
    "password-protected": Text("It is protected by a password", "文件设有密码"),
    "not-legalised": Text("The legalisation is missing", "缺少公证或认证"),
    "not-translated": Text("A translation is missing", "缺少译文"),
    "contradicts": Text("It contradicts another item", "与其他事项矛盾"),
    "not-in-register": Text("The register does not know it", "登记机关无此记录"),
}
"""Why a reviewer asks for an item again."""

STANDING_REASONS: Mapping[str, Text] = {
    "admitted": Text("Admitted", "准予准入"),
    "in-order": Text("Put in order", "已整改"),
    "appeal": Text("After a successful appeal", "申诉成立"),
    "not-verified": Text("Proofs were not renewed in time", "未按期重新核验"),
    "false-papers": Text("False papers", "材料虚假"),
    "prohibited-goods": Text("Prohibited goods", "禁止进出境商品"),
    "false-declarations": Text("False declarations", "申报不实"),
    "unsafe-goods": Text("Unsafe goods", "商品存在安全问题"),
    "counterfeits": Text("Counterfeit goods", "侵权假冒商品"),
    "licence-lost": Text("A licence was lost", "许可失效"),
    "same-as-struck-off": Text("Carries on a firm that was struck off", "延续已除名企业的经营"),
    "own-wish": Text("At its own wish", "企业自行申请"),
    "replaced": Text("Replaced by a newer certificate", "已由新证书替代"),
    "other": Text("Another reason, told to the firm", "其他原因，已告知企业"),
}
"""Why the standing of a firm changed, as the public register tells it."""

FINDINGS: Mapping[str, Text] = {
    "open": Text("Nobody has looked yet", "待人工确认"),
    "same": Text("The same firm", "为同一企业"),
    "different": Text("Another firm", "非同一企业"),
}
"""What a person found of a likeness."""

TRAITS: Mapping[str, Text] = {
    "owner": Text("owner", "所有人"),
    "phone": Text("telephone", "电话"),
    "account": Text("account", "账户"),
    "address": Text("address", "地址"),
    "email": Text("mail address", "电子邮箱"),
    "image": Text("image", "图像"),
    "name": Text("name and place alike", "名称与地点相近"),
}
"""By what two firms may be one."""
