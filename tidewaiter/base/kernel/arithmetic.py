"""A deadline put into words: what started it, what was counted, where it ended, and by which rule.

"received Fri 3 Apr; day 1 Tue 7 Apr; 7 working days → Wed 15 Apr; rule cn-compl-accept"
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tidewaiter.base.kernel.refusals import Text

if TYPE_CHECKING:
    from tidewaiter.base.kernel.deadlines import Calendar, Clock, Length, Moment, Stop

ONE_DAY = timedelta(days=1)
NAMED = 6  # so many days of rest are named one by one

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS_ZH = "一二三四五六日"

UNITS = {
    "hours": ("hour", "hours", "小时"),
    "days": ("day", "days", "日"),
    "working_days": ("working day", "working days", "个工作日"),
    "months": ("month", "months", "个月"),
    "years": ("year", "years", "年"),
}
RULES = {
    "within-month-after-quarter": Text("within the month after the quarter", "季度终了后一个月内"),
    "by-30-june": Text("by 30 June", "6月30日前"),
}
EFFECTS = {
    "escalate": Text("The matter goes to the next level.", "自动升级处理。"),
    "deem-refused": Text("Silence counts as a refusal.", "逾期未答复视为拒绝。"),
    "deem-consented": Text("Silence counts as consent.", "逾期未答复视为同意。"),
    "close": Text("The file is closed.", "案卷关闭。"),
    "publish": Text("It is published.", "予以公示。"),
    "unpublish": Text("It is no longer published.", "停止公示。"),
    "lapse": Text("It lapses.", "到期失效。"),
    "notify": Text("The supervisor is told.", "通知监督人员。"),
    "restore": Text("What was taken down is restored.", "恢复被删除的内容。"),
    "suspend": Text("It is suspended.", "暂停。"),
    "breach": Text("The duty is breached.", "构成违反义务。"),
    "default": Text("It is decided without the silent side.", "缺席裁决。"),
    "waive": Text("The right counts as waived.", "视为放弃权利。"),
    "forfeit": Text("The right is lost.", "丧失权利。"),
    "mediation": Text("It goes to mediation.", "进入调解。"),
    "archive": Text("It goes to the archive.", "归档。"),
    "late-fee": Text("A fee for lateness begins to run.", "开始加收滞纳金或加处罚款。"),
    "release": Text("What was held is released.", "予以放行。"),
    "reopen": Text("The file is opened again.", "重新开启案卷。"),
    "take-effect": Text("It takes effect.", "开始生效。"),
}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All that a deadline was made of; `plain` is the end before it moved off a day of rest."""

    clock: "Clock"
    start: "Moment"
    lengths: "tuple[Length, ...]"
    plain: "Moment | None"
    due: "Moment | None"
    opens: "Moment | None"
    calendar: "Calendar | None"
    stops: "tuple[Stop, ...]"


def effect(expiry: str) -> Text:
    """What happens when time has run, in words."""
    return EFFECTS.get(expiry, Text(expiry, expiry))


def in_words(reckoning: Reckoning) -> Text:
    """The arithmetic of a deadline in English and Chinese."""
    steps = list(_steps(reckoning))
    return Text("; ".join(step.en for step in steps), "；".join(step.zh for step in steps))


def _steps(r: Reckoning) -> Iterator[Text]:
    year = r.due is not None and r.due.year != r.start.year
    event = r.clock.event
    on = _moment(r.start, year)
    en = event.en if event else r.clock.starts.replace("-", " ")
    yield Text(f"{en} {on.en}", f"{event.zh if event else '起算日'}{on.zh}")
    for stop in r.stops:
        yield _stop(stop, year)
    if r.plain is None:
        yield Text("the clock stands still", "期限中止，尚未恢复计算")
    else:
        yield from _count(r, r.plain, year)
    if r.opens is not None:
        first = _moment(r.opens, year)
        yield Text(f"not before {first.en}", f"不早于{first.zh}")
    if r.due is not None and r.plain is not None and r.due != r.plain:
        rest, last = _rest(r.plain, r.calendar), _moment(r.due, year)
        yield Text(f"{rest.en} → {last.en}", f"{rest.zh} → {last.zh}")
    yield Text(f"rule {r.clock.id}", f"规则 {r.clock.id}")


def _count(r: Reckoning, plain: "Moment", year: bool) -> Iterator[Text]:
    end = _moment(plain, year)
    if r.clock.rule is not None:
        rule = RULES.get(r.clock.rule, Text(r.clock.rule, r.clock.rule))
        yield Text(f"{rule.en} → {end.en}", f"{rule.zh} → {end.zh}")
        return
    units = {length.unit for length in r.lengths}
    if units <= {"days", "working_days"} and r.lengths[0].count > 0:
        one = _moment(_day_one(r), year)
        yield Text(f"day 1 {one.en}", f"第1日{one.zh}")
    how_long = [_length(length) for length in r.lengths]
    en = ", extended by ".join(each.en for each in how_long)
    zh = "，延长".join(each.zh for each in how_long)
    yield Text(f"{en} → {end.en}", f"{zh} → {end.zh}")
    if "working_days" in units and not isinstance(plain, datetime):
        yield from _unusual(r, plain, year)


def _day_one(r: Reckoning) -> date:
    """The first day that counts."""
    day = r.start + ONE_DAY
    while not _counts(r, day):
        day += ONE_DAY
    return day


def _counts(r: Reckoning, day: date) -> bool:
    if any(_day(s.since) <= day and (s.until is None or day <= _day(s.until)) for s in r.stops):
        return False
    by_work = r.lengths[0].unit == "working_days"
    return not by_work or r.calendar is None or r.calendar.working(day)


def _unusual(r: Reckoning, end: date, year: bool) -> Iterator[Text]:
    """Weekdays of rest that were not counted, and weekend days of work that were."""
    assert r.calendar is not None
    days = [_day(r.start) + n * ONE_DAY for n in range(1, (end - _day(r.start)).days + 1)]
    rest = [d for d in days if d.weekday() < 5 and not r.calendar.working(d)]
    work = [d for d in days if d.weekday() >= 5 and r.calendar.working(d)]
    if rest:
        named = [_named(day, r.calendar, year) for day in rest]
        yield _listing(named, Text("without", "不计"))
    if work:
        yield _listing([_moment(day, year) for day in work], Text("with", "计入"))


def _listing(days: Sequence[Text], head: Text) -> Text:
    more = len(days) - NAMED
    tail = Text(f" and {more} more", f"等{len(days)}日") if more > 0 else Text("", "")
    return Text(
        f"{head.en} {', '.join(day.en for day in days[:NAMED])}{tail.en}",
        f"{head.zh}{'、'.join(day.zh for day in days[:NAMED])}{tail.zh}",
    )


def _named(day: date, calendar: "Calendar", year: bool) -> Text:
    name, on = calendar.name(day), _moment(day, year)
    return Text(f"{on.en} {name.en}", f"{on.zh}{name.zh}") if name else on


def _rest(day: "Moment", calendar: "Calendar | None") -> Text:
    name = calendar.name(_day(day)) if calendar else None
    if name is None:
        return Text("a day of rest", "遇休息日顺延")
    return Text(f"a day of rest ({name.en})", f"遇休息日（{name.zh}）顺延")


def _stop(stop: "Stop", year: bool) -> Text:
    since, reason = _moment(stop.since, year), stop.reason.replace("-", " ")
    if stop.until is None:
        return Text(f"stopped from {since.en} for {reason}", f"自{since.zh}起中止（{reason}）")
    until = _moment(stop.until, year)
    return Text(
        f"stopped {since.en} – {until.en} for {reason}",
        f"{since.zh}至{until.zh}中止（{reason}）",
    )


def _length(length: "Length") -> Text:
    one, many, zh = UNITS[length.unit]
    return Text(f"{length.count} {one if length.count == 1 else many}", f"{length.count}{zh}")


def _moment(moment: "Moment", year: bool) -> Text:
    weekday, month = moment.weekday(), MONTHS[moment.month - 1]
    en = f"{WEEKDAYS[weekday]} {moment.day} {month}"
    zh = f"{moment.month}月{moment.day}日（周{WEEKDAYS_ZH[weekday]}）"
    if year:
        en, zh = f"{en} {moment.year}", f"{moment.year}年{zh}"
    if isinstance(moment, datetime):
        en, zh = f"{en} {moment:%H:%M}", f"{zh}{moment:%H:%M}"
    return Text(en, zh)


def _day(moment: "Moment") -> date:
    return moment.date() if isinstance(moment, datetime) else moment
