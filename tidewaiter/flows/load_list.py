"""A list changes: its files are read, the edition is put in force, everybody known is screened."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.engine.screening.entries import Broken
from tidewaiter.engine.screening.index import Index
from tidewaiter.engine.screening.lists.loader import Form, read_list
from tidewaiter.engine.screening.screen import Screener, Thresholds
from tidewaiter.flows.screen_parties import screen
from tidewaiter.risk.commands.screening import (
    Screened,
    load_edition,
    note_parcels,
    note_rescreened,
)
from tidewaiter.risk.models import ListEdition, ScreenedParty
from tidewaiter.risk.queries.screening import (
    changed_entries,
    editions_in_force,
    latest_edition,
    open_hits,
    thresholds,
    to_screen_again,
)

BATCH = 2_000


def load_list(
    form: Form,
    files: Sequence[Path],
    *,
    code: str,
    levels: Thresholds | None = None,
    confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> ListEdition:
    """Read a list from its files and put it in force; files that are not whole are refused."""
    try:
        edition = read_list(form, files)
    except Broken as broken:
        raise Refusal(
            broken.code,
            Text(
                "{place}: " + _plain(broken.sentence[0]), "{place}：" + _plain(broken.sentence[1])
            ),
            cure=Text(_plain(broken.cure[0]), _plain(broken.cure[1])),
            law="Customs Law of the PRC, Art. 6",
            values={"place": f"{broken.file}:{broken.line}" if broken.line else broken.file},
        ) from broken
    except OSError as error:
        raise Refusal(
            "TW-LIST-FILE",
            Text("The file {file} cannot be read: {why}.", "无法读取文件 {file}：{why}。"),
            cure=Text("Check the path and its permissions.", "请检查路径及其权限。"),
            values={"file": error.filename or files[0], "why": error.strerror or "?"},
        ) from error
    return load_edition(code, edition, thresholds=levels, confirmed=confirmed, by=by, at=at)


def _plain(text: str) -> str:
    """A finished sentence as a template: what looks like a value is none."""
    return text.replace("{", "(").replace("}", ")")


def screen_again(*, by: Actor, at: datetime, limit: int = 1_000_000) -> int:
    """Hold everybody known against what changed since they were screened; return how many.

    Words weigh what they weigh in all lists together, so that the part that changed finds what all
    lists would find.
    """
    latest = latest_edition()
    first = ScreenedParty.objects.filter(edition__lt=latest).order_by("edition").first()
    if first is None:
        return 0
    whole = Index(editions_in_force())
    screeners: dict[int, Screener | None] = {}
    done = 0
    while done < limit:
        known = to_screen_again(before=latest, limit=BATCH)
        if not known:
            break
        for edition in {party.edition for party in known}:
            if edition not in screeners:
                delta = changed_entries(after=edition)
                screeners[edition] = (
                    Screener(Index(delta, weigh_as=whole), thresholds()) if delta else None
                )
            part = [party for party in known if party.edition == edition]
            _again(part, screeners[edition], edition=latest, by=by, at=at)
        done += len(known)
    return done


def _again(
    known: Sequence[ScreenedParty],
    screener: Screener | None,
    *,
    edition: int,
    by: Actor,
    at: datetime,
) -> None:
    if screener is not None:
        parties = [
            Screened(
                one.facts_ix,
                one.party_ix,
                one.role,
                one.declaration_id,
                one.document_kind,
                one.document,
            )
            for one in known
        ]
        screen(parties, screener, edition=edition, by=by, at=at)
        by_facts = {one.facts_ix: one for one in known}
        listed = {hit.facts_ix for hit in open_hits(list(by_facts))}
        if listed:
            note_parcels(
                {
                    (by_facts[ix].declaration_id, by_facts[ix].pk, by_facts[ix].role)
                    for ix in listed
                },
                by=by,
                at=at,
            )
    note_rescreened([one.pk for one in known], edition=edition, by=by, at=at)
