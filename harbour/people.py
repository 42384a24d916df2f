"""Invented buyers with well-formed identity numbers, telephones and addresses.

No number belongs to a person: the district part of an identity number is always a whole
province (ending in 0000), while a real one names a county; telephones begin with 154, a prefix
that is not given to subscribers; districts and streets do not exist.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from random import Random

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PLACES = (
    ("110000", "北京市"), ("120000", "天津市"), ("130000", "河北省石家庄市"),
    ("210000", "辽宁省大连市"), ("310000", "上海市"), ("320000", "江苏省南京市"),
    ("320000", "江苏省苏州市"), ("330000", "浙江省杭州市"), ("330000", "浙江省宁波市"),
    ("340000", "安徽省合肥市"), ("350000", "福建省厦门市"), ("360000", "江西省南昌市"),
    ("370000", "山东省青岛市"), ("410000", "河南省郑州市"), ("420000", "湖北省武汉市"),
    ("430000", "湖南省长沙市"), ("440000", "广东省广州市"), ("440000", "广东省深圳市"),
    ("450000", "广西壮族自治区南宁市"),
    ("510000", "四川省成都市"), ("530000", "云南省昆明市"), ("610000", "陕西省西安市"),
)  # fmt: skip
_PROVINCES = tuple(sorted({code for code, _ in _PLACES}))
_DISTRICTS = (
    "云栖新区", "望海新区", "听潮新区", "澜湾新区", "星港新区", "鹭鸣新区", "松屿新区", "月汀新区",
)  # fmt: skip
_STREETS_A = "潮帆汐鸥澜汀岚屿棠枫松桐槐荷芷苇霁晴"
_STREETS_B = "声影鸣歌波光溪桥月晖石泉林岸渡湾"
_STREETS_C = ("路", "街", "大道", "巷")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国文玲红玉萍志梅鑫波斌浩宇婷雪琴晨曦子涵梓"
    "轩诗琪雨欣嘉怡思远俊熙佳宁瑞泽安然若彤一诺乐天书瑶景行知夏清越予墨星辰沐阳语桐锦程可心亦凡"
)
_FIRST_BIRTH = date(1956, 1, 1)
_BIRTHDAYS = (date(2006, 1, 1) - _FIRST_BIRTH).days
_IDENTITIES = len(_PROVINCES) * _BIRTHDAYS * 999
_PHONES = 100_000_000
# primes that divide neither count: stepping by them visits every number once before repeating
_IDENTITY_STEP = 179_424_673
_PHONE_STEP = 32_452_843
_BIRTH_TEXTS = tuple(
    (_FIRST_BIRTH + timedelta(days=n)).strftime("%Y%m%d") for n in range(_BIRTHDAYS)
)


def check_character(body: str) -> str:
    """The last character of an identity number whose first 17 digits are given (GB 11643)."""
    return _CHECK[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclass(slots=True)
class Person:
    """A buyer, with what the simulation remembers of past purchases."""

    name: str
    identity: str
    phone: str
    district: str
    address: str
    account: str
    spent: int = 0  # fen
    grams: dict[str, int] = field(default_factory=dict)  # by measure: sugar, rice


class People:
    """An endless supply of people, none of them twice."""

    def __init__(self, tag: str, rng: Random) -> None:
        digest = sha256(tag.encode()).digest()
        self._identity = int.from_bytes(digest[:8], "big") % _IDENTITIES
        self._phone = int.from_bytes(digest[8:16], "big") % _PHONES
        self._account = 0
        self._tag = tag
        self._rng = rng
        self._house: tuple[str, str] | None = None

    def phone(self) -> str:
        """A telephone number that nobody else in this harbour has."""
        self._phone = (self._phone + _PHONE_STEP) % _PHONES
        return f"154{self._phone:08d}"

    def name(self) -> str:
        """A name of two or three characters."""
        draw = self._rng.random
        given = _GIVEN[int(draw() * len(_GIVEN))]
        if draw() < 0.75:
            given += _GIVEN[int(draw() * len(_GIVEN))]
        # squaring the draw makes the first surnames the most frequent, as in life
        return _SURNAMES[int(draw() ** 2 * len(_SURNAMES))] + given

    def address(self) -> tuple[str, str]:
        """District code and address of an invented home."""
        draw = self._rng.random
        district, city = _PLACES[int(draw() * len(_PLACES))]
        number = int(draw() * 2**30)
        street = (
            _STREETS_A[int(draw() * len(_STREETS_A))]
            + _STREETS_B[int(draw() * len(_STREETS_B))]
            + _STREETS_C[number & 3]
        )
        return district, (
            f"{city}{_DISTRICTS[number >> 2 & 7]}{street}{1 + (number >> 5) % 899}号"
            f"{1 + (number >> 15) % 24}幢{1 + (number >> 20 & 3)}单元"
            f"{1 + (number >> 22) % 28}{1 + (number >> 27) % 4:02d}室"
        )

    def new(self) -> Person:
        """Somebody new."""
        self._identity = (self._identity + _IDENTITY_STEP) % _IDENTITIES
        rest, serial = divmod(self._identity, 999)
        place, birth = divmod(rest, _BIRTHDAYS)
        body = f"{_PROVINCES[place]}{_BIRTH_TEXTS[birth]}{serial + 1:03d}"
        self._account += 1
        district, address = self.address()
        if self._account % 6 == 0 and self._house is not None:
            # flats of one house: what must not be linked differs by a few digits
            district, house = self._house
            address = f"{house}号{address.split('号')[1]}"
        elif self._account % 24 < 3:
            self._house = (district, address.split("号")[0])
        return Person(
            name=self.name(),
            identity=body + check_character(body),
            phone=self.phone(),
            district=district,
            address=address,
            account=f"u{self._tag.lower()}{self._account:08d}",
        )
