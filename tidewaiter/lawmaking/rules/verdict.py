"""What the checker, the test tables and the rule of the future say about a proposed version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.engine.book.loader import Book, BookError
from tidewaiter.engine.situations import Outcome
from tidewaiter.engine.tables import tried
from tidewaiter.law.changes import Change, between
from tidewaiter.law.check import report
from tidewaiter.law.findings import Finding, Severity
from tidewaiter.law.loader import Pack
from tidewaiter.law.sources import read_files
from tidewaiter.lawmaking.rules.affected import Affected, affected
from tidewaiter.lawmaking.rules.supersession import Breach, supersedes
from tidewaiter.lawmaking.states import LAW

CONFLICTS = {"no-lead", "two-leads"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is known about a proposed version of a pack, on the day of the check."""

    pack: str
    digest: str
    version: str
    findings: tuple[Finding, ...]
    breaches: tuple[Breach, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    changes: tuple[Change, ...] = ()
    affected: Affected = field(default_factory=Affected)
    moved: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the version from being used."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def in_conflict(self) -> bool:
        """Whether a duty has no lead institution, or two."""
        return any(one.code in CONFLICTS for one in self.errors)

    @property
    def enters_on(self) -> date | None:
        """The first day on which the law would be another."""
        return min((change.on for change in self.changes), default=None)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases of the test tables that come out otherwise."""
        return tuple(one for one in self.outcomes if not one.passed)

    def as_json(self) -> dict[str, Any]:
        """The verdict as plain data."""
        return {
            "findings": [
                *(_breach(one) for one in self.breaches),
                *(one.as_json() for one in self.findings),
            ],
            "cases": [
                {
                    "en": one.en,
                    "zh": one.zh,
                    "day": one.day.isoformat(),
                    "differences": {name: list(both) for name, both in one.differences.items()},
                }
                for one in self.outcomes
            ],
            "changes": [one.as_json() for one in self.changes],
            "moved": list(self.moved),
        }


def digest_of(texts: Mapping[str, str]) -> str:
    """The mark of a text, by which everybody knows which one was reviewed."""
    digest = sha256()
    for path in sorted(texts):
        digest.update(f"{path}\0{texts[path]}\0".encode())
    return digest.hexdigest()


def mark(raw: bytes | None) -> str:
    """The mark of one file as it holds; "" where there is none."""
    return sha256(raw).hexdigest() if raw is not None else ""


def judged(
    pack: str,
    held: Mapping[str, bytes],
    texts: Mapping[str, str],
    bases: Mapping[str, str],
    *,
    book: Book,
    on: date,
) -> Verdict:
    """Hold a proposed text against the law that holds, and run its test tables.

    `held` are the files of the pack, `texts` those of the proposal, `bases` the marks of the files
    from which the proposal was written (life of a rule, 2).
    """
    proposed = {**held, **{path: text.encode() for path, text in texts.items()}}
    old, new = read_files(pack, held), read_files(pack, proposed)
    found = tuple(report.findings(new))
    digest = digest_of(texts)
    moved = tuple(sorted(path for path in texts if mark(held.get(path)) != bases.get(path, "")))
    if new.findings:
        return Verdict(pack, digest, new.version, found, moved=moved)
    breaches = supersedes(old, new, on=on)
    if any(one.severity is Severity.ERROR for one in found):
        return Verdict(pack, digest, new.version, found, breaches, moved=moved)
    before, after = Pack(pack, old), Pack(pack, new)
    changes = effects(before, after, on=on)
    ran: tuple[Outcome, ...] = ()
    try:
        ran = tried(after, [table for table, _ in new.tables], book)
    except BookError as error:
        # a rule or an expression names a value that the law no longer has
        found = (*found, Finding(f"{pack}/pack.yaml", 1, "book", str(error)))
    return Verdict(
        pack,
        digest,
        new.version,
        found,
        breaches,
        ran,
        changes,
        affected(before, after, changes),
        moved,
    )


def effects(before: Pack, after: Pack, *, on: date) -> tuple[Change, ...]:
    """What would be different, each entry on the first day on which it is (life of a rule, 6)."""
    days = sorted({on, *before.beginnings_after(on), *after.beginnings_after(on)})
    first: dict[tuple[str, str], Change] = {}
    for day in days:
        for change in between(before.on(day), after.on(day)):
            first.setdefault((change.kind, change.id), change)
    return tuple(sorted(first.values(), key=lambda change: (change.on, change.kind, change.id)))


def sound_text(verdict: Verdict) -> None:
    """A text goes further only when the checker and the test tables are content with it
    (life of a rule, 2).
    """
    if not verdict.digest or (not verdict.changes and not verdict.errors):
        raise Refusal(
            "lawmaking.nothing-changes",
            Text("The proposal changes nothing.", "该提案未作任何更改。"),
            law=f"{LAW}, 2",
            cure=Text("Write the change first.", "请先写入修改内容。"),
        )
    if verdict.errors or verdict.failed:
        told = [str(one) for one in verdict.errors] + [one.en for one in verdict.failed]
        raise Refusal(
            "lawmaking.not-sound",
            Text(
                "The text is not sound: {errors} errors, {failed} failed cases. First: {first}",
                "文本存在问题：{errors}个错误，{failed}个测试案例未通过。首项：{first}",
            ),
            values={
                "errors": len(verdict.errors),
                "failed": len(verdict.failed),
                "first": told[0],
            },
            law=f"{LAW}, 2",
            cure=Text(
                "Correct what the checker found, then try again.", "请改正检查发现的问题后重试。"
            ),
        )


def built_on_what_holds(verdict: Verdict) -> None:
    """A text that was written from a file that another change has replaced is written anew
    (life of a rule, 6).
    """
    if verdict.moved:
        raise Refusal(
            "lawmaking.moved",
            Text(
                "Since this text was written the law was changed in: {paths}.",
                "本文本起草后，下列文件已被其他修改更改：{paths}。",
            ),
            values={"paths": ", ".join(verdict.moved)},
            law=f"{LAW}, 6",
            cure=Text(
                "Send it back, and write the change into the text that holds now.",
                "请退回起草，并在现行文本上重新修改。",
            ),
            kind=Kind.CONFLICT,
        )


def decided_who_leads(verdict: Verdict) -> None:
    """A conflict is over when for every duty one institution leads (life of a rule, 3)."""
    if verdict.in_conflict:
        raise Refusal(
            "lawmaking.still-in-conflict",
            Text("There is still a conflict: {first}", "冲突仍然存在：{first}"),
            values={"first": next(o.message for o in verdict.errors if o.code in CONFLICTS)},
            law=f"{LAW}, 3",
            cure=Text(
                "Give one of the competences a smaller `order`, or name a lead.",
                "请为其中一项职权设定更小的`order`，或指定主管机关。",
            ),
            kind=Kind.CONFLICT,
        )


def overlapping(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two changes concern the same entry, so that the later supersedes the earlier
    (life of a rule, 6).
    """
    return bool(set(keys) & set(others))


def _breach(breach: Breach) -> dict[str, Any]:
    return {
        "path": breach.path,
        "line": breach.line,
        "code": "in-force",
        "message": f"{breach.sentence.en} {breach.cure.en}",
        "message_zh": f"{breach.sentence.zh}{breach.cure.zh}",
        "severity": "error",
        "subject": breach.entry,
    }
