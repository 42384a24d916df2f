"""Who has to do what, who supervises it, and where one escalates."""

from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.law.model.trade import When
from tidewaiter.law.model.words import Entry, Title


class Who(StrEnum):
    """Those who have obligations."""

    PLATFORM = "platform"
    MERCHANT = "merchant"
    PAYMENT_INSTITUTION = "payment-institution"
    CARRIER = "carrier"
    WAREHOUSE = "warehouse"
    DECLARANT = "declarant"
    CONSUMER = "consumer"
    RIGHTS_HOLDER = "rights-holder"
    IMPORTER = "importer"


class Matter(StrEnum):
    """What an institution may be competent for."""

    QUALITY = "quality"
    CONSUMER = "consumer"
    PRICE = "price"
    TAX = "tax"
    CUSTOMS = "customs"
    DATA = "data"
    PAYMENTS = "payments"
    IP = "ip"
    PLATFORM = "platform"
    FOOD = "food"
    DRUGS = "drugs"
    COSMETICS = "cosmetics"
    ENVIRONMENT = "environment"
    TRANSPORT = "transport"
    FOREIGN_EXCHANGE = "foreign-exchange"
    NETWORKS = "networks"


class Admission(StrEnum):
    """Of whom the evidence of an obligation is asked for before they are admitted to trade."""

    NO = "no"
    ALWAYS = "always"
    ABROAD = "abroad"
    """Of applicants from another country."""


class Level(StrEnum):
    """How far the arm of an institution reaches."""

    NATIONAL = "national"
    UNION = "union"
    MEMBER_STATE = "member-state"
    PROVINCE = "province"
    CITY = "city"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Entry):
    """An authority, or a platform that stands in for one; `parent` is where one escalates to."""

    id: str
    title: Title
    short: Title
    level: Level
    territory: str
    parent: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence(Entry):
    """Which institution leads in a matter when certain facts hold; smaller order goes first."""

    id: str
    title: Title | None
    matter: Matter
    when: When
    lead: str
    supporting: tuple[str, ...]
    informed: tuple[str, ...]
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Entry):
    """What somebody has to do; ids of timer, value and violation are empty where there is none.

    `admission` says of whom its evidence is asked for already when they apply to trade.
    `harm` is what happens if it is not done, where that decides who leads in the matter.
    """

    id: str
    who: str
    title: Title
    text: Title | None
    models: frozenset[str]
    when: When
    evidence: tuple[Title, ...]
    admission: Admission
    timer: str
    deadline: Title | None
    value: str
    matter: Matter | None
    harm: str
    violation: str


MATTERS = {
    Matter.QUALITY: Title("product quality", "产品质量"),
    Matter.CONSUMER: Title("consumer rights", "消费者权益"),
    Matter.PRICE: Title("prices", "价格"),
    Matter.TAX: Title("tax", "税收"),
    Matter.CUSTOMS: Title("customs", "海关"),
    Matter.DATA: Title("personal data", "个人信息与数据"),
    Matter.PAYMENTS: Title("payments", "支付"),
    Matter.IP: Title("intellectual property", "知识产权"),
    Matter.PLATFORM: Title("platforms", "平台"),
    Matter.FOOD: Title("food", "食品"),
    Matter.DRUGS: Title("drugs and medical devices", "药品和医疗器械"),
    Matter.COSMETICS: Title("cosmetics", "化妆品"),
    Matter.ENVIRONMENT: Title("the environment", "环境"),
    Matter.TRANSPORT: Title("transport", "运输"),
    Matter.FOREIGN_EXCHANGE: Title("foreign exchange", "外汇"),
    Matter.NETWORKS: Title("networks", "网络与电信"),
}
