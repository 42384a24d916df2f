"""The frauds that a simulated harbour commits, and how often."""

from dataclasses import dataclass, fields
from enum import StrEnum


class Fraud(StrEnum):
    """What is wrong with a parcel."""

    NONE = "none"
    UNDERVALUATION = "undervaluation"
    SPLITTING = "splitting"
    PAYMENT_MISMATCH = "payment_mismatch"
    FALSE_ORIGIN = "false_origin"
    PROHIBITED = "prohibited"
    OVER_QUOTA = "over_quota"
    UNLICENSED = "unlicensed"


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of parcels that each fraud has."""

    undervaluation: float = 0.010
    splitting: float = 0.008
    payment_mismatch: float = 0.008
    false_origin: float = 0.006
    prohibited: float = 0.004
    over_quota: float = 0.004
    unlicensed: float = 0.003

    @classmethod
    def honest(cls) -> "Shares":
        """Nobody cheats."""
        return cls(*(0.0 for _ in fields(cls)))

    @classmethod
    def only(cls, fraud: Fraud, share: float) -> "Shares":
        """One fraud alone."""
        return cls(**{one.name: share if one.name == fraud else 0.0 for one in fields(cls)})


# What hides behind a vague description: English, Chinese, grams, fen.
CONTRABAND: tuple[tuple[str, str, int, int], ...] = (
    ("nicotine liquid for electronic cigarettes", "电子烟烟油", 120, 18_000),
    ("prescription weight-loss injections", "处方减肥注射剂", 260, 96_000),
    ("carved ivory pendant", "象牙雕刻吊坠", 45, 240_000),
    ("live exotic ants", "活体异宠蚂蚁", 180, 32_000),
    ("untested hair-growth medicine", "未注册生发药水", 310, 27_500),
    ("raw bird's nest without quarantine", "未经检疫的生燕窝", 200, 145_000),
    ("counterfeit luxury belt", "仿冒名牌皮带", 340, 45_000),
    ("vegetable seeds without permit", "未经许可的蔬菜种子", 90, 6_800),
    ("replica firearm parts", "仿真枪配件", 620, 88_000),
    ("cat and dog vaccines", "宠物疫苗", 75, 21_000),
)
VAGUE_NAMES: tuple[str, ...] = ("日用品", "礼品", "样品", "配件", "小商品", "家居用品", "其他")
VAGUE_MODELS: tuple[str, ...] = ("无品牌", "普通", "混装", "见实物")
