"""The `tidewaiter` command."""

import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.project.settings")

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
law_app = typer.Typer(no_args_is_help=True, help="Look into the law packs.")
bench_app = typer.Typer(no_args_is_help=True, help="Measure a promise; ends with one line of JSON.")
app.add_typer(law_app, name="law")
app.add_typer(bench_app, name="bench")

Url = Annotated[str, typer.Option(help="The server.")]
Token = Annotated[
    str, typer.Option(envvar="TIDEWAITER_KEY", help="A machine client's key; else the demo's.")
]


def main() -> None:
    """Run the command."""
    app()


@app.command()
def up(
    port: Annotated[int, typer.Option(help="The port of web pages and API.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    web: Annotated[int, typer.Option(help="Web processes.")] = 2,
    assessors: Annotated[int, typer.Option(help="Processes that decide parcels.")] = 2,
    demo: Annotated[
        bool, typer.Option(help="Register demo firms and feed a simulated harbour.")
    ] = False,
    rate: Annotated[float, typer.Option(help="Demo: parcels a second; 0 sends none.")] = 20,
) -> None:
    """Start the database, web, assessors and scheduler; stop them all with Ctrl-C."""
    from tidewaiter.surfaces.ops.serving import serve

    serve(host=host, port=port, web=web, assessors=assessors, demo=demo, rate=rate)


@app.command()
def submit(
    files: Annotated[list[Path], typer.Argument(help="Message files, XML or JSON.")],
    url: Url = "http://127.0.0.1:8000",
    key: Token = "",
    wait: Annotated[float, typer.Option(help="Seconds to wait for receipts.")] = 5,
) -> None:
    """Submit message files and print one line of JSON for each document."""
    from tidewaiter.surfaces.ops.submit import submit as send

    _print_lines(send(url, _key_for(key), files, wait=wait))


@app.command()
def precheck(
    files: Annotated[list[Path], typer.Argument(help="Message files, XML or JSON.")],
    url: Url = "http://127.0.0.1:8000",
    key: Token = "",
) -> None:
    """Ask what would be decided, without any effect, and print JSON."""
    from tidewaiter.surfaces.ops.submit import precheck as ask

    _print_lines(ask(url, _key_for(key)(b""), files))


@app.command()
def simulate(
    lists: Annotated[int | None, typer.Option(help="How many parcels; endless without.")] = None,
    rate: Annotated[
        float | None, typer.Option(help="Parcels a second; without, at full speed.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="The same seed invents the same parcels.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write messages and truth.parquet here.")] = None,
    url: Annotated[str | None, typer.Option(help="Send to this server.")] = None,
    workers: Annotated[int, typer.Option(help="Sending connections.")] = 2,
) -> None:
    """Invent merchants, buyers and parcels, honest and not, as messages in a folder or to a
    server.
    """
    from tidewaiter.surfaces.ops.simulating import into_folder, to_server

    if (out is None) == (url is None):
        raise typer.BadParameter("Say either --out DIR or --url URL.")
    seed = int(datetime.now(UTC).timestamp()) if seed is None else seed
    if out is not None:
        if lists is None:
            raise typer.BadParameter("--out needs --lists: how many parcels to write.")
        into_folder(out, lists, rate=rate, seed=seed)
    else:
        to_server(url, lists, rate=rate, seed=seed, workers=workers)


@law_app.command("check")
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


@law_app.command("show")
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


@law_app.command("diff")
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


@law_app.command("propose")
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
    _django()
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


@law_app.command("import-tariff")
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
    _django()
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


@bench_app.command("stream")
def bench_stream(
    seconds: Annotated[int, typer.Option(help="How long to stream.")] = 300,
    rate: Annotated[float, typer.Option(help="Parcels a second; 0 as fast as it goes.")] = 0,
    assessors: Annotated[int, typer.Option(help="Processes that decide parcels.")] = 1,
    web: Annotated[int, typer.Option(help="Web processes.")] = 1,
) -> None:
    """Stream signed and unsigned messages over HTTP and wait for every receipt."""
    from benchmarks.stream import run

    print(json.dumps(run(seconds=seconds, rate=rate, assessors=assessors, web=web)))


@bench_app.command("bulk")
def bench_bulk(
    declarations: Annotated[int, typer.Option(help="How many declarations.")] = 2_000_000,
) -> None:
    """Judge many declarations with the engine alone."""
    from benchmarks.bulk import run

    print(json.dumps(run(declarations)))


@app.command(hidden=True)
def assessor() -> None:
    """Decide parcels (started by `up`)."""
    _django()
    from tidewaiter.surfaces.ops.assessor import run_assessor

    run_assessor()


@app.command(hidden=True)
def pusher() -> None:
    """Push receipts to subscribers (started by `up`)."""
    _django()
    from tidewaiter.surfaces.ops.pusher import run_pusher

    run_pusher()


def _django() -> None:
    import django
    from django.conf import settings

    from tidewaiter.base.privacy.logs import configure

    django.setup()
    configure(as_json=settings.TIDEWAITER_LOG_JSON)


def _key_for(key: str) -> Callable[[bytes], str]:
    """The key of a message: the one that was given, else that of the demo firm named as sender."""
    if key:
        return lambda raw: key
    from harbour.keys import declarants

    file = Path(os.environ.get("TIDEWAITER_HOME", "./var")) / "demo" / "tokens.json"
    if not file.exists():
        print(
            "There is no key: set TIDEWAITER_KEY, give --key, or run `make run` for demo keys.",
            file=sys.stderr,
        )
        raise typer.Exit(2)
    tokens = json.loads(file.read_text())

    def named(raw: bytes) -> str:
        found = re.search(rb"copCode\W{1,6}(\w{1,18})", raw)
        return tokens.get(found[1].decode() if found else "", tokens[declarants()[0]])

    return named


def _print_lines(answers: Iterable[object]) -> None:
    for answer in answers:
        print(json.dumps(answer, ensure_ascii=False, default=str), flush=True)


def stop_event() -> threading.Event:
    """An event that is set when the process is asked to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


if __name__ == "__main__":
    main()
