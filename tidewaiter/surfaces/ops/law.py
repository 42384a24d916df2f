"""Commands about the law: check, show, diff, propose, import-tariff."""

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.surfaces.ops.startup import prepared

app = typer.Typer(no_args_is_help=True, help="Look into the law packs.")


@app.command("check")
def law_check(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    pack: Annotated[str, typer.Option(help="The law pack; all of them without.")] = "",
    tables: Annotated[bool, typer.Option("--tables", help="Run the test tables, too.")] = False,
    against: Annotated[
        Path | None,
        typer.Option(help="A folder of earlier packs: what applied by them must stand unchanged."),
    ] = None,
    on: Annotated[str, typer.Option(help="With --against: up to this day; today without.")] = "",
) -> None:
    """Look for overlaps, gaps, names that lead nowhere, and duties that nobody watches over."""
    from tidewaiter.law.check.report import summaries
    from tidewaiter.law.show.report import reports

    _amended()
    found = summaries([pack] if pack else [])
    if tables:
        from tidewaiter.engine.tables import with_tables

        found = with_tables(found)
    if against is not None:
        found["edited"] = _edited(against, pack, on)
    print(json.dumps(found, ensure_ascii=False) if as_json else reports(found))
    for sentence in found.get("edited", ()):
        print(sentence, file=sys.stderr)
    bad = found["errors"] or found.get("test_failures") or found.get("edited")
    raise typer.Exit(1 if bad else 0)


@app.command("show")
def law_show(
    name: Annotated[
        str, typer.Argument(help="The id of anything in a pack, a tariff code, or list/code.")
    ],
    on: Annotated[str, typer.Option(help="The day, as 2026-01-31; today without.")] = "",
    pack: Annotated[str, typer.Option(help="The law pack; all of them without.")] = "",
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what the law says about a name on a day, and where it says so."""
    from tidewaiter.law.show.everywhere import everywhere
    from tidewaiter.law.show.text import text

    _amended()
    found, missed = everywhere(name, _day(on), [pack] if pack else [])
    if not found:
        print("\n".join(missed), file=sys.stderr)
        raise typer.Exit(1)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(text(each, language) for each in found))


@app.command("diff")
def law_diff(
    before: Annotated[str, typer.Argument(help="The first day, as 2026-06-30.")],
    after: Annotated[str, typer.Argument(help="The second day, as 2026-07-01.")],
    pack: Annotated[str, typer.Option(help="The law pack; all of them without.")] = "",
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell what began, ended and changed between two days."""
    from tidewaiter.law.changes import changes
    from tidewaiter.law.loader import load
    from tidewaiter.law.show.changes import text
    from tidewaiter.law.sources import packs

    _amended()
    days = _day(before), _day(after)
    if days[1] < days[0]:
        raise typer.BadParameter(f"{before} lies after {after}; give the earlier day first.")
    found = [
        change for name in ([pack] if pack else packs()) for change in changes(load(name), *days)
    ]
    if as_json:
        print(json.dumps([change.as_json() for change in found], ensure_ascii=False))
    else:
        print(text(found, language))


@app.command("propose")
def law_propose(
    folder: Annotated[Path, typer.Argument(help="Changed files, named as inside the pack.")],
    pack: Annotated[str, typer.Option(help="The law pack that they change.")],
    title: Annotated[str, typer.Option(help="What the change is called, in English.")],
    title_zh: Annotated[str, typer.Option(help="What the change is called, in Chinese.")],
    grounds: Annotated[str, typer.Option(help="Why, in English; published.")],
    grounds_zh: Annotated[str, typer.Option(help="Why, in Chinese; published.")],
    email: Annotated[str, typer.Option(help="Who proposes; the password is asked for.")],
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, help="Asked for where it is left out.")
    ],
) -> None:
    """Put changed files of a pack to the desk; there a second person reviews them."""
    prepared()
    from django.contrib.auth import authenticate
    from django.utils import timezone

    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.lawmaking.commands.writing import Named
    from tidewaiter.surfaces.ops.lawfiles import NoFiles, put_to_the_desk, told

    person = authenticate(username=email.strip().lower(), password=password)
    if person is None:
        print("The e-mail address or the password is wrong.", file=sys.stderr)
        raise typer.Exit(2)
    named = Named(title, title_zh, grounds, grounds_zh)
    try:
        proposal, verdict = put_to_the_desk(folder, pack, named, by=person.actor, at=timezone.now())
    except NoFiles as nothing:
        raise typer.BadParameter(str(nothing)) from nothing
    except Refusal as refusal:
        said = refusal.render("en")
        print(f"{said['sentence']} {said['cure']}", file=sys.stderr)
        raise typer.Exit(1) from refusal
    print("\n".join(told(proposal, verdict)))
    raise typer.Exit(1 if verdict.errors or verdict.breaches or verdict.failed else 0)


@app.command("import-tariff")
def law_import_tariff(
    file: Annotated[Path, typer.Argument(help="A CSV file; tidewaiter/law/packs/README.md.")],
    pack: Annotated[str, typer.Option(help="The law pack that the lines belong to.")],
    out: Annotated[
        Path | None, typer.Option(help="Write the table here; into the pack without.")
    ] = None,
) -> None:
    """Take a national tariff over; rows that cannot be used are told, the others are written."""
    from tidewaiter.law.importing import take_over

    try:
        taken = take_over(file, pack, folder=out)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from problem
    for row in taken.bad:
        print(f"{file}:{row.line}: {row.code or 'no code'}: {row.sentence}", file=sys.stderr)
    left = len({row.line for row in taken.bad})
    print(f"{taken.rows} lines written to {taken.path or 'nothing'}, {left} left out.")
    raise typer.Exit(0 if taken.path else 1)


def _edited(against: Path, pack: str, on: str) -> list[str]:
    """What the packs say otherwise than earlier ones about days that have passed."""
    prepared()
    from tidewaiter.surfaces.ops.lawfiles import NoFiles, edited

    try:
        found = edited(against, on=_day(on), wanted=pack)
        return [f"{one.path}:{one.line}: {one.sentence.en} {one.cure.en}" for one in found]
    except NoFiles as nothing:
        raise typer.BadParameter(str(nothing)) from nothing


def _amended() -> None:
    """Read the law as this installation has amended it."""
    from tidewaiter.law import amendments

    amendments.lay(Path(os.environ.get("TIDEWAITER_HOME", "./var")).resolve() / "law")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no day; write it as 2026-01-31.") from None
