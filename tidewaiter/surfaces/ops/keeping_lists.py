"""Load lists from the shell, and say what is in force."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.engine.screening.lists.loader import Form
from tidewaiter.engine.screening.screen import Thresholds
from tidewaiter.flows.load_list import load_list, screen_again
from tidewaiter.risk.queries.screening import lists


def load(
    form: Form,
    files: Sequence[Path],
    *,
    code: str,
    alone: float | None,
    with_fact: float | None,
    confirmed: bool,
) -> dict[str, object]:
    """Put a list in force and screen everybody known again; say what changed."""
    by = system_actor("shell")
    levels = None
    if alone is not None or with_fact is not None:
        usual = Thresholds()
        fact = usual.with_fact if with_fact is None else with_fact
        name = usual.alone if alone is None else alone
        levels = Thresholds(name, min(max(usual.with_year, fact), name), fact)
    now = datetime.now(UTC)
    edition = load_list(form, files, code=code, levels=levels, confirmed=confirmed, by=by, at=now)
    return {
        "list": code,
        "entries": edition.entries,
        "names": edition.names,
        "dated": edition.dated,
        "added": edition.added,
        "changed": edition.changed,
        "removed": edition.removed,
        "parties_screened_again": screen_again(by=by, at=now),
    }


def in_force() -> Iterator[dict[str, object]]:
    """The lists in force."""
    for watch, edition, parties in lists():
        yield {
            "list": watch.code,
            "kind": watch.form,
            "source": edition.source,
            "dated": edition.dated,
            "version": edition.version,
            "digest": edition.digest,
            "entries": edition.entries,
            "names": edition.names,
            "loaded_at": edition.loaded_at,
            "parties_with_hits": parties,
        }
