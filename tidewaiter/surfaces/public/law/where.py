"""Which law a page speaks of: the pack and the day, which all its links keep."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.law.loader import Law, Pack, load
from tidewaiter.law.register.kinds import Kind, title_of
from tidewaiter.law.sources import packs
from tidewaiter.surfaces.kit.words import language, pack_title

Query = Mapping[str, object]


@dataclass(frozen=True)
class PackLink:
    """A pack that can be chosen."""

    name: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class Where:
    """A pack on a day; `fixed` says that the reader chose the day."""

    pack: Pack
    day: date
    fixed: bool

    @property
    def law(self) -> Law:
        """The law of the day."""
        return self.pack.on(self.day)

    @property
    def title(self) -> str:
        """What the pack is called."""
        return self.pack.title[language()]

    @property
    def today(self) -> bool:
        """Whether the day is today's."""
        return self.day == timezone.localdate()

    def url(self, view: str, *args: str, **query: object) -> str:
        """The address of a view that keeps the day."""
        asked = {name: value for name, value in query.items() if value not in ("", None)}
        if self.fixed and "on" not in query:
            asked["on"] = self.day.isoformat()
        tail = f"?{urlencode(asked, doseq=True)}" if asked else ""
        return reverse(f"public:{view}", args=args) + tail

    def entry_url(self, kind: Kind, name: str, **query: object) -> str:
        """The address of an entry of the register."""
        return self.url("law-entry", self.pack.name, kind.slug, name, **query)

    def packs(self) -> tuple[PackLink, ...]:
        """The packs to choose from."""
        return tuple(PackLink(name, pack_title(name), name == self.pack.name) for name in packs())


def where(request: HttpRequest, pack: str = "") -> Where:
    """Read pack and day from the address."""
    name = pack or request.GET.get("pack", "") or settings.TIDEWAITER_PACK
    if name not in packs():
        raise Http404
    asked = request.GET.get("on", "")
    return Where(load(name), day_of(asked) if asked else timezone.localdate(), bool(asked))


def day_of(text: str) -> date:
    """A day as addresses write it."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise _no_day(text) from None
    if not 1900 <= day.year <= 2200:
        raise _no_day(text)
    return day


def title(entry: object) -> str:
    """The name of an entry in the reader's language."""
    return title_of(entry)[language()]


def hidden(query: Query, *, but: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """What a form must carry on of an address."""
    left = set(but)
    return tuple((name, str(value)) for name, value in query.items() if name not in left and value)


def _no_day(text: str) -> Refusal:
    return Refusal(
        "law.day",
        Text("“{day}” is not a day.", "“{day}”不是有效的日期。"),
        values={"day": text[:40]},
        cure=Text(
            "Write the day as year, month and day between 1900 and 2200: 2026-07-01.",
            "请按年-月-日填写1900年至2200年之间的日期：2026-07-01。",
        ),
    )
