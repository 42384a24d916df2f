"""Keep the lists that parties are screened against, what was found, and what was cleared."""

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db import connection, transaction

from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.base.rows import array, copy, fetch
from tidewaiter.engine.screening.entries import Edition
from tidewaiter.engine.screening.screen import Thresholds
from tidewaiter.risk.models import (
    ClearedPair,
    ListEdition,
    ListedParty,
    ParcelParty,
    ScreenedParty,
    ScreeningHit,
    WatchList,
)

_LOADING = 0x1A_57_11_5C
"""The lock under which one process at a time loads a list."""

MOST_LOST = 0.2
"""A new edition that has lost more than this share of its entries is taken for a cut file."""

LEAST_GROUNDS = 10
_LAW = "Customs Law of the PRC, Art. 6"
_NUMBER = re.compile(r"\d[\d\s-]{5,}")
_write = msgspec.json.Encoder(order="deterministic").encode


@transaction.atomic
def load_edition(
    code: str,
    edition: Edition,
    *,
    thresholds: Thresholds | None = None,
    confirmed: bool = False,
    by: Actor,
    at: datetime,
) -> ListEdition:
    """Put an edition of a list in force: what is new and changed begins, what is gone ends.

    The same files again change nothing but the thresholds. An edition that lost a fifth of its
    entries, or is older than the one in force, is refused unless it is confirmed.
    """
    by.must(Permission.LIST_EDIT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
    bounds = thresholds or Thresholds()
    known = WatchList.objects.filter(code=code).first()
    if known is not None and known.form != edition.kind:
        raise _of_another_form(known, edition)
    levels = {
        "alone": bounds.alone,
        "with_year": bounds.with_year,
        "with_fact": bounds.with_fact,
    }
    watch = known or WatchList(code=code, form=edition.kind)
    if known is None or thresholds is not None:
        for name, value in levels.items():
            setattr(watch, name, value)
        watch.save()
    before = ListEdition.objects.filter(list=watch, in_force=True).first()
    if before is not None and before.digest == edition.digest:
        return before
    if before is not None and not confirmed:
        _must_follow(before, edition)
    return _replaced(watch, before, edition, by=by, at=at)


def _replaced(
    watch: WatchList, before: ListEdition | None, edition: Edition, *, by: Actor, at: datetime
) -> ListEdition:
    texts = {entry.number: _write(entry).decode() for entry in edition.entries}
    digests = {number: hashlib.sha256(text.encode()).hexdigest() for number, text in texts.items()}
    had = {
        number: (key, digest)
        for key, number, digest in ListedParty.objects.filter(list=watch, until=None).values_list(
            "id", "number", "digest"
        )
    }
    removed = had.keys() - texts.keys()
    changed = {n for n, (_, digest) in had.items() if n in texts and digests[n] != digest}
    fresh = texts.keys() - had.keys()
    if before is not None:
        before.in_force = False
        before.save(update_fields=["in_force"])
    made = ListEdition.objects.create(
        list=watch,
        source=edition.source[:200],
        dated=edition.dated,
        version=edition.version[:100],
        digest=edition.digest,
        entries=len(texts),
        names=edition.names,
        added=len(fresh),
        changed=len(changed),
        removed=len(removed),
        loaded_at=at,
        by_id=by.id,
        by_label=by.label,
        in_force=True,
    )
    ended = [had[number][0] for number in removed | changed]
    ListedParty.objects.filter(pk__in=ended).update(until=made)
    copy(
        ListedParty,
        ("list", "number", "digest", "name", "entry", "since", "until"),
        (
            (watch.pk, number, digests[number], edition.by_number[number].name, texts[number],
             made.pk, None)
            for number in sorted(fresh | changed)
        ),
    )  # fmt: skip
    record(
        verb="list.loaded",
        thing=made,
        by=by,
        at=at,
        list=watch.code,
        digest=edition.digest,
        entries=len(texts),
        added=len(fresh),
        changed=len(changed),
        removed=len(removed),
    )
    return made


def _of_another_form(known: WatchList, edition: Edition) -> Refusal:
    return Refusal(
        "list.other-form",
        Text(
            "The list {list} has the form {form}, and these files have the form {given}.",
            "名单 {list} 的格式为 {form}，而这些文件的格式为 {given}。",
        ),
        cure=Text("Give the list another name.", "请为该名单另取名称。"),
        law=_LAW,
        values={"list": known.code, "form": known.form, "given": edition.kind},
        kind=Kind.CONFLICT,
    )


def _must_follow(before: ListEdition, edition: Edition) -> None:
    """A new edition is as whole and as new as the one in force."""
    if len(edition.entries) < (1 - MOST_LOST) * before.entries:
        raise Refusal(
            "list.lost-entries",
            Text(
                "The files hold {entries} entries and the edition in force {before}: they may have"
                " been cut. The edition in force stays.",
                "文件含 {entries} 个条目，而现行版本有 {before} 个：文件可能不完整。"
                "现行版本保持不变。",
            ),
            cure=Text(
                "Fetch the files again; if the list really shrank, load it with --confirmed.",
                "请重新下载文件；如名单确已缩减，请使用 --confirmed 加载。",
            ),
            law=_LAW,
            values={"entries": len(edition.entries), "before": before.entries},
            kind=Kind.CONFLICT,
        )
    if edition.dated and before.dated and edition.dated < before.dated:
        raise Refusal(
            "list.older",
            Text(
                "The files are of {dated} and the edition in force of {before}. It stays.",
                "文件日期为 {dated}，而现行版本日期为 {before}。现行版本保持不变。",
            ),
            cure=Text(
                "Fetch the newest files; to go back on purpose, load them with --confirmed.",
                "请下载最新文件；如需有意退回旧版，请使用 --confirmed 加载。",
            ),
            law=_LAW,
            values={"dated": edition.dated, "before": before.dated},
            kind=Kind.CONFLICT,
        )


class Screened(NamedTuple):
    """A party that was screened."""

    facts_ix: UUID
    party_ix: UUID
    role: str
    declaration: int
    document_kind: str
    document: int


class Found(NamedTuple):
    """A hit of a party: the entry, and what made them match."""

    facts_ix: UUID
    listed: int
    listed_name: str
    score: float
    alone: bool
    corroborated: bool
    facts: str
    features: str


@transaction.atomic
def note_screened(
    parties: Sequence[Screened], hits: Sequence[Found], *, edition: int, by: Actor, at: datetime
) -> dict[UUID, int]:
    """Remember who was screened up to which edition, and the hits; return the parties' keys."""
    if not parties:
        return {}
    rows = fetch(
        "INSERT INTO risk_screenedparty (facts_ix, party_ix, role, declaration_id, document_kind,"
        " document, screened_at, edition)"
        " SELECT *, %s, %s::bigint FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[],"
        " %s::text[], %s::bigint[])"
        " ON CONFLICT (facts_ix) DO UPDATE SET screened_at = EXCLUDED.screened_at,"
        " edition = greatest(risk_screenedparty.edition, EXCLUDED.edition)"
        " RETURNING facts_ix, id",
        [at, edition, *(array(column) for column in zip(*sorted(parties), strict=True))],
    )
    keys = dict(rows)
    for hit in hits:
        ScreeningHit.objects.update_or_create(
            screened_id=keys[hit.facts_ix],
            listed_id=hit.listed,
            defaults={
                "listed_name": hit.listed_name,
                "score": hit.score,
                "alone": hit.alone,
                "corroborated": hit.corroborated,
                "facts": hit.facts,
                "features": hit.features,
                "found_at": at,
            },
        )
    record(
        verb="parties.screened",
        thing=Thing("risk.listedition", str(edition)),
        by=by,
        at=at,
        parties=len(parties),
        hits=len(hits),
    )
    return keys


@transaction.atomic
def note_parcels(rows: Collection[tuple[int, int, str]], *, by: Actor, at: datetime) -> None:
    """Say in which parcels parties with hits stand: declaration, party, role."""
    ParcelParty.objects.bulk_create(
        [ParcelParty(declaration_id=d, screened_id=s, role=r) for d, s, r in rows],
        ignore_conflicts=True,
    )
    record(
        verb="parcels.with-hits",
        thing=Thing("risk.parcelparty", "batch"),
        by=by,
        at=at,
        parcels=len({declaration for declaration, _, _ in rows}),
    )


@transaction.atomic
def clear_pair(hit: ScreeningHit, *, grounds: str, by: Actor, at: datetime) -> ClearedPair:
    """Find that a party is not an entry; it is remembered until the entry changes."""
    by.must(Permission.HIT_CLEAR)
    hit = (
        ScreeningHit.objects.visible_to(by)
        .select_related("screened", "listed__list")
        .select_for_update(of=("self",))
        .get(pk=hit.pk)
    )
    grounds = " ".join(grounds.split())
    _must_explain(grounds)
    listed = hit.listed
    same = {"list": listed.list, "number": listed.number, "digest": listed.digest}
    if ClearedPair.objects.filter(party_ix=hit.screened.party_ix, **same).exists():
        raise Refusal(
            "hit.cleared",
            Text(
                "This party was already found not to be the entry {number}.",
                "该当事人已被认定并非条目 {number}。",
            ),
            cure=Text("Nothing is to be done.", "无需再作处理。"),
            law=_LAW,
            values={"number": listed.number},
            kind=Kind.CONFLICT,
        )
    pair = ClearedPair.objects.create(
        party_ix=hit.screened.party_ix,
        **same,
        grounds=grounds,
        by_id=by.id,
        by_label=by.label,
        at=at,
    )
    record(
        verb="hit.cleared",
        thing=hit,
        by=by,
        at=at,
        list=listed.list.code,
        entry=listed.number,
        grounds_length=len(grounds),
    )
    return pair


def _must_explain(grounds: str) -> None:
    if len(grounds) < LEAST_GROUNDS:
        raise Refusal(
            "hit.grounds",
            Text(
                "The grounds have {length} characters; a reader needs at least {least}.",
                "理由只有{length}个字符，至少需要{least}个。",
            ),
            cure=Text(
                "Say by what the party differs from the entry.",
                "请说明当事人与名单条目有何不同。",
            ),
            law="Administrative Penalty Law of the PRC, Art. 44",
            values={"length": len(grounds), "least": LEAST_GROUNDS},
        )
    if _NUMBER.search(grounds):
        raise Refusal(
            "hit.grounds-with-number",
            Text(
                "The grounds hold a long number, and grounds are kept for ever.",
                "理由中含有较长的号码，而理由将永久保存。",
            ),
            cure=Text(
                "Say which kind of number differs and leave the number itself out.",
                "请说明哪类号码不同，不要写出号码本身。",
            ),
            law="Personal Information Protection Law of the PRC, Art. 6",
        )


def note_rescreened(parties: Collection[int], *, edition: int, by: Actor, at: datetime) -> None:
    """Remember that parties were screened against what changed up to an edition."""
    with transaction.atomic():
        ScreenedParty.objects.filter(pk__in=list(parties), edition__lt=edition).update(
            edition=edition, screened_at=at
        )
        record(
            verb="parties.screened-again",
            thing=Thing("risk.listedition", str(edition)),
            by=by,
            at=at,
            parties=len(parties),
        )
