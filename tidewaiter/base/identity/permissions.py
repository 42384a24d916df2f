"""Everything that somebody can be allowed to do, in plain words."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tidewaiter.base.kernel.refusals import Text


class Permission(StrEnum):
    """One thing that one can be allowed to do."""

    DESK_SEE = "desk.see"
    PARCEL_SEE = "parcel.see"
    PARCEL_SEARCH = "parcel.search"
    PERSON_REVEAL = "person.reveal"
    LANE_OVERRIDE = "lane.override"
    LIST_EDIT = "list.edit"
    HIT_CLEAR = "hit.clear"
    MESSAGE_SUBMIT = "message.submit"
    MESSAGE_SEE = "message.see"
    RECEIPT_READ = "receipt.read"
    PRECHECK = "precheck"
    SUBSCRIBER_EDIT = "subscriber.edit"
    KEY_ISSUE = "key.issue"
    PERSON_EDIT = "person.edit"
    ORGANISATION_EDIT = "organisation.edit"
    AUDIT_SEE = "audit.see"
    OPERATOR_EDIT = "operator.edit"
    LAW_SEE = "law.see"
    LAW_DRAFT = "law.draft"
    LAW_REVIEW = "law.review"
    LAW_RESOLVE = "law.resolve"
    LAW_SCHEDULE = "law.schedule"
    LAW_MODERATE = "law.moderate"


DESCRIPTIONS: Mapping[Permission, Text] = MappingProxyType(
    {
        Permission.DESK_SEE: Text(
            "Sign in to the desk and see how many parcels go which way.",
            "登录工作台，查看包裹的整体流向。",
        ),
        Permission.PARCEL_SEE: Text(
            "Open a parcel: its documents with masked personal data, its decision and the reasons.",
            "查看单个包裹：单证（个人信息已遮蔽）、处理决定及理由。",
        ),
        Permission.PARCEL_SEARCH: Text(
            "Look for parcels by number, text, or the exact number or telephone of a person.",
            "按编号、文本或当事人的完整证件号、电话查找包裹。",
        ),
        Permission.PERSON_REVEAL: Text(
            "See personal data in full, after stating for what purpose.",
            "说明用途后查看完整的个人信息。",
        ),
        Permission.LANE_OVERRIDE: Text(
            "Send a parcel another way than the system decided, with reasons.",
            "说明理由后更改系统决定的包裹处理通道。",
        ),
        Permission.LIST_EDIT: Text(
            "Change the named lists that rules consult.", "修改规则所引用的名单。"
        ),
        Permission.HIT_CLEAR: Text(
            "Find that a party of a parcel is not the one on a list, with reasons.",
            "说明理由后认定包裹当事人并非名单所列之人。",
        ),
        Permission.MESSAGE_SUBMIT: Text(
            "Submit orders, payments, waybills and declarations for one's organisation.",
            "代表本单位提交订单、支付单、运单和清单。",
        ),
        Permission.MESSAGE_SEE: Text(
            "See the messages that one's organisation has submitted.", "查看本单位已提交的报文。"
        ),
        Permission.RECEIPT_READ: Text(
            "Fetch the receipts addressed to one's organisation.", "获取发给本单位的回执。"
        ),
        Permission.PRECHECK: Text(
            "Have a draft judged without submitting it.", "对草稿进行预检而不正式申报。"
        ),
        Permission.SUBSCRIBER_EDIT: Text(
            "Choose the addresses to which receipts are sent.", "设置回执的推送地址。"
        ),
        Permission.KEY_ISSUE: Text(
            "Issue and revoke the keys of machine clients.", "签发和吊销机器客户端的密钥。"
        ),
        Permission.PERSON_EDIT: Text(
            "Add people, give them roles and close their accounts.",
            "添加人员、分配角色和停用账号。",
        ),
        Permission.ORGANISATION_EDIT: Text(
            "Add organisations that may sign in or send messages.",
            "添加可登录或可发送报文的单位。",
        ),
        Permission.AUDIT_SEE: Text(
            "Read who did what and when, and recompute decisions.",
            "查看谁在何时做了什么，并复算处理决定。",
        ),
        Permission.OPERATOR_EDIT: Text(
            "Suspend, reinstate and close the registration of operators.",
            "暂停、恢复和注销企业的注册登记。",
        ),
        Permission.LAW_SEE: Text(
            "Read proposals to change the law, with what the checker says of them.",
            "查看法规修改提案及检查结果。",
        ),
        Permission.LAW_DRAFT: Text(
            "Propose a change of the law and write its text.", "提出法规修改提案并起草文本。"
        ),
        Permission.LAW_REVIEW: Text(
            "Review a change of the law that somebody else has written, or send it back.",
            "复核他人起草的法规修改，或退回起草。",
        ),
        Permission.LAW_RESOLVE: Text(
            "Decide who leads where nobody does, or two institutions do.",
            "在无主管机关或有两个主管机关时决定由谁主管。",
        ),
        Permission.LAW_SCHEDULE: Text(
            "Open a consultation on a reviewed change of the law, and schedule the change.",
            "就已复核的法规修改公开征求意见，并安排其生效。",
        ),
        Permission.LAW_MODERATE: Text(
            "Publish comments on a change of the law, or keep them back with reasons.",
            "公布对法规修改的意见，或说明理由后不予公布。",
        ),
    }
)
"""What each permission means, for the page on which roles are given and for the docs."""

CLIENT_SCOPES = frozenset(
    {
        Permission.MESSAGE_SUBMIT,
        Permission.MESSAGE_SEE,
        Permission.RECEIPT_READ,
        Permission.PRECHECK,
        Permission.SUBSCRIBER_EDIT,
    }
)
"""What the key of a machine client may carry; the rest is for people who sign in."""
