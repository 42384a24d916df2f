"""Roles: bundles of permissions that fit a job."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tidewaiter.base.identity.permissions import CLIENT_SCOPES, Permission
from tidewaiter.base.kernel.refusals import Text


@dataclass(frozen=True, slots=True)
class Role:
    """A job and what it may do."""

    name: str
    title: Text
    description: Text
    permissions: frozenset[Permission]


_OFFICER = frozenset(
    {
        Permission.DESK_SEE,
        Permission.PARCEL_SEE,
        Permission.PARCEL_SEARCH,
        Permission.LAW_SEE,
        Permission.RULE_SEE,
        Permission.MODEL_SEE,
        Permission.DOCKET_SEE,
        Permission.PRODUCT_SEE,
    }
)

_ANALYST = _OFFICER | {
    Permission.LIST_EDIT,
    Permission.OPERATOR_EDIT,
    Permission.PRODUCT_EDIT,
    Permission.RULE_WRITE,
    Permission.RULE_REVIEW,
    Permission.RULE_SNOOZE,
    Permission.BUDGET_PROPOSE,
    Permission.MODEL_TRAIN,
}

_LAWYER = frozenset(
    {
        Permission.DESK_SEE,
        Permission.LAW_SEE,
        Permission.LAW_DRAFT,
        Permission.LAW_REVIEW,
        Permission.LAW_MODERATE,
    }
)

_PARTY = frozenset({Permission.DOCKET_OWN})

ROLES: Mapping[str, Role] = MappingProxyType(
    {
        role.name: role
        for role in (
            Role(
                "officer",
                Text("Officer", "关员"),
                Text(
                    "Follows parcels, reads why they go which way, and works on proceedings; sees"
                    " the people of parcels masked.",
                    "跟踪包裹并查看其流向理由，办理程序案卷；所见包裹个人信息均已遮蔽。",
                ),
                _OFFICER | {Permission.INSPECTION_WRITE, Permission.DOCKET_WORK},
            ),
            Role(
                "senior_officer",
                Text("Senior officer", "高级关员"),
                Text(
                    "An officer who may also file inspection acts, clear hits on lists, send a"
                    " parcel another way, decide in proceedings, give them to officers and, for a"
                    " stated purpose, see people in full.",
                    "除关员权限外，还可签发查验记录、排除名单命中、更改包裹通道、"
                    "在程序中作出决定、分派案卷，并可在说明用途后查看完整个人信息。",
                ),
                _OFFICER
                | {
                    Permission.INSPECTION_WRITE,
                    Permission.INSPECTION_FILE,
                    Permission.HIT_CLEAR,
                    Permission.LANE_OVERRIDE,
                    Permission.PERSON_REVEAL,
                    Permission.DOCKET_WORK,
                    Permission.DOCKET_DECIDE,
                    Permission.DOCKET_ASSIGN,
                },
            ),
            Role(
                "analyst",
                Text("Analyst", "风险分析员"),
                Text(
                    "Writes rules, reviews those of colleagues, and keeps the lists that rules"
                    " consult.",
                    "编写规则、复核同事的规则，并维护规则所引用的名单。",
                ),
                _ANALYST,
            ),
            Role(
                "risk_supervisor",
                Text("Supervisor of risk", "风险主管"),
                Text(
                    "An analyst who may also put rules and budgets in force, roll rules back, and"
                    " open priority areas.",
                    "除风险分析员权限外，还可使规则和查验预算生效、回退规则并设立重点整治行动。",
                ),
                _ANALYST
                | {
                    Permission.RULE_RELEASE,
                    Permission.CAMPAIGN_EDIT,
                    Permission.BUDGET_CONFIRM,
                    Permission.MODEL_RELEASE,
                },
            ),
            Role(
                "lawyer",
                Text("Lawyer", "法规人员"),
                Text(
                    "Writes changes of the law and reviews those of colleagues; sees no parcel.",
                    "起草法规修改并复核同事的提案；不查看包裹。",
                ),
                _LAWYER,
            ),
            Role(
                "law_supervisor",
                Text("Supervisor of the law", "法规主管"),
                Text(
                    "A lawyer who may also open consultations, schedule changes, and decide who"
                    " leads.",
                    "除法规人员权限外，还可公开征求意见、安排生效并决定主管机关。",
                ),
                _LAWYER | {Permission.LAW_RESOLVE, Permission.LAW_SCHEDULE},
            ),
            Role(
                "auditor",
                Text("Auditor", "审计员"),
                Text(
                    "Reads everything that was decided and by whom; changes nothing.",
                    "查看所有决定及其作出者；不作任何更改。",
                ),
                _OFFICER | {Permission.AUDIT_SEE},
            ),
            Role(
                "operator",
                Text("Operator", "系统管理员"),
                Text(
                    "Runs the system: accounts, organisations, keys, health; sees no parcel.",
                    "负责系统运行：账号、单位、密钥、运行状况；不查看包裹。",
                ),
                frozenset(
                    {
                        Permission.KEY_ISSUE,
                        Permission.PERSON_EDIT,
                        Permission.ORGANISATION_EDIT,
                    }
                ),
            ),
            Role(
                "party_owner",
                Text("Owner", "负责人"),
                Text(
                    "Reads and files for an organisation, and says who else may.",
                    "代表本单位查阅和提交，并决定其他人员的权限。",
                ),
                _PARTY | {Permission.DOCKET_ANSWER, Permission.COLLEAGUE_EDIT},
            ),
            Role(
                "party",
                Text("May file", "可提交"),
                Text(
                    "Reads the proceedings of an organisation, applies and answers in them.",
                    "查看本单位的程序，提出申请并作出答复。",
                ),
                _PARTY | {Permission.DOCKET_ANSWER},
            ),
            Role(
                "party_reader",
                Text("May read", "仅查阅"),
                Text(
                    "Reads the proceedings of an organisation; changes nothing.",
                    "查看本单位的程序；不作任何更改。",
                ),
                _PARTY,
            ),
            Role(
                "sender",
                Text("Sender", "申报单位"),
                Text(
                    "Sends messages for a company and reads the answers.",
                    "代表企业发送报文并查看回执。",
                ),
                CLIENT_SCOPES - {Permission.DOCKET_OWN, Permission.DOCKET_ANSWER},
            ),
        )
    }
)
"""Every role, by the name under which it is stored."""

PARTY_ROLES = ("party_owner", "party", "party_reader")
"""The roles among which an organisation chooses for its own people, the widest first."""


def permissions_of(role_names: Iterable[str]) -> frozenset[Permission]:
    """What those roles may do together; a role that no longer exists may do nothing."""
    granted: set[Permission] = set()
    for name in role_names:
        if name in ROLES:
            granted |= ROLES[name].permissions
    return frozenset(granted)
