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
    INSPECTION_WRITE = "inspection.write"
    INSPECTION_FILE = "inspection.file"
    RULE_SEE = "rule.see"
    RULE_WRITE = "rule.write"
    RULE_REVIEW = "rule.review"
    RULE_RELEASE = "rule.release"
    RULE_SNOOZE = "rule.snooze"
    CAMPAIGN_EDIT = "campaign.edit"
    BUDGET_PROPOSE = "budget.propose"
    MODEL_SEE = "model.see"
    MODEL_TRAIN = "model.train"
    MODEL_RELEASE = "model.release"
    BUDGET_CONFIRM = "budget.confirm"
    DOCKET_SEE = "docket.see"
    DOCKET_WORK = "docket.work"
    DOCKET_DECIDE = "docket.decide"
    DOCKET_ASSIGN = "docket.assign"
    DOCKET_OWN = "docket.own"
    DOCKET_ANSWER = "docket.answer"
    PRODUCT_SEE = "product.see"
    PRODUCT_EDIT = "product.edit"
    PRODUCT_SUBMIT = "product.submit"
    COLLEAGUE_EDIT = "colleague.edit"


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
        Permission.INSPECTION_WRITE: Text(
            "Write down what was found when a parcel was opened, with photographs.",
            "记录开拆包裹的查验情况并附照片。",
        ),
        Permission.INSPECTION_FILE: Text(
            "File an inspection act, and with it decide what happens to the parcel.",
            "签发查验记录，并据此决定包裹的处置。",
        ),
        Permission.RULE_SEE: Text(
            "Read the rule book, its drafts, and how well each rule does.",
            "查看规则库、规则草稿及各规则的成效。",
        ),
        Permission.RULE_WRITE: Text(
            "Write rules and try them on parcels that are already decided.",
            "编写规则，并在已决定的包裹上试运行。",
        ),
        Permission.RULE_REVIEW: Text(
            "Review a rule that somebody else has written, or send it back.",
            "复核他人编写的规则，或退回修改。",
        ),
        Permission.RULE_RELEASE: Text(
            "Run a reviewed rule in shadow, schedule it, retire it, and roll it back.",
            "将已复核的规则转入影子运行、安排生效、停用或回退。",
        ),
        Permission.RULE_SNOOZE: Text(
            "Keep a rule quiet about one firm or value until a day, with reasons.",
            "说明理由后，使某规则在一定日期前对某一企业或数值不产生效果。",
        ),
        Permission.CAMPAIGN_EDIT: Text(
            "Open a priority area for a bounded time, and evaluate it when it has ended.",
            "设立限期的重点整治行动，并在结束后作出评估。",
        ),
        Permission.BUDGET_PROPOSE: Text(
            "Propose how many parcels an office inspects a day, and how it chooses them.",
            "提出各海关每日查验数量及选取方式。",
        ),
        Permission.MODEL_SEE: Text(
            "Read which risk models there are, how well each does, and whether it drifts.",
            "查看风险模型、其成效及漂移情况。",
        ),
        Permission.MODEL_TRAIN: Text(
            "Learn a risk model from inspections, and run one in shadow that somebody else has"
            " learned.",
            "用查验结果训练风险模型，并将他人训练的模型转入影子运行。",
        ),
        Permission.MODEL_RELEASE: Text(
            "Put a risk model in force that others have learned and watched, or retire it.",
            "使他人训练并观察过的风险模型生效，或将其停用。",
        ),
        Permission.BUDGET_CONFIRM: Text(
            "Put a budget of inspections in force that somebody else has proposed.",
            "使他人提出的查验预算生效。",
        ),
        Permission.DOCKET_SEE: Text(
            "Read the files of proceedings, but for those that are restricted.",
            "查看程序案卷（限制查阅的案卷除外）。",
        ),
        Permission.DOCKET_WORK: Text(
            "Work on the files of proceedings: take one, add papers, write letters, stop clocks.",
            "办理程序案卷：领取案卷、添加材料、撰写函件、中止期限。",
        ),
        Permission.DOCKET_DECIDE: Text(
            "Decide in a proceeding, with a statement of reasons.",
            "在程序中作出决定并附理由说明。",
        ),
        Permission.DOCKET_ASSIGN: Text(
            "Give files of proceedings to officers, see how many each has, and open restricted"
            " files.",
            "向承办人分派程序案卷，查看各人承办数量，并查阅限制查阅的案卷。",
        ),
        Permission.DOCKET_OWN: Text(
            "Open the portal and read the proceedings to which one's organisation is a party.",
            "进入门户，查看本单位作为当事人的程序。",
        ),
        Permission.DOCKET_ANSWER: Text(
            "Apply, answer, write letters and hand in papers in the proceedings of one's"
            " organisation.",
            "代表本单位提出申请，并在其程序中答复、发函和提交材料。",
        ),
        Permission.COLLEAGUE_EDIT: Text(
            "Invite people into one's own organisation, say what they may do, and remove them.",
            "邀请人员加入本单位、设定其权限并移除人员。",
        ),
        Permission.PRODUCT_SEE: Text(
            "See products, the chains that they came by, their test reports and grades.",
            "查看产品、来源链条、检验报告及评级。",
        ),
        Permission.PRODUCT_EDIT: Text(
            "Keep products, facilities, laboratories and what these are accredited for.",
            "维护产品、场所、检验机构及其资质范围。",
        ),
        Permission.PRODUCT_SUBMIT: Text(
            "Register one's products, hand in their test reports, and report where goods went.",
            "登记本单位产品、提交检验报告并报告货物流向。",
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
        Permission.PRODUCT_SUBMIT,
        Permission.DOCKET_OWN,
        Permission.DOCKET_ANSWER,
    }
)
"""What the key of a machine client may carry; the rest is for people who sign in."""

OFFICE_SCOPES = frozenset({Permission.DOCKET_SEE})
"""What the key of a machine of the authority may carry beside: it reads, people act."""
