"""The `tidewaiter` command."""

import json
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.surfaces.ops.analysis import app as analysis_app
from tidewaiter.surfaces.ops.law import app as law_app
from tidewaiter.surfaces.ops.lists import app as lists_app
from tidewaiter.surfaces.ops.models import app as models_app
from tidewaiter.surfaces.ops.models import train
from tidewaiter.surfaces.ops.products import app as laboratories_app
from tidewaiter.surfaces.ops.products import facilities_app
from tidewaiter.surfaces.ops.register import certificate_app, register_app
from tidewaiter.surfaces.ops.startup import prepared, print_lines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.project.settings")

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
bench_app = typer.Typer(no_args_is_help=True, help="Measure a promise; ends with one line of JSON.")
app.add_typer(law_app, name="law")
app.add_typer(lists_app, name="lists")
app.add_typer(laboratories_app, name="laboratories")
app.add_typer(facilities_app, name="facilities")
app.add_typer(models_app, name="models")
app.add_typer(register_app, name="register")
app.add_typer(certificate_app, name="certificate")
app.command("train")(train)
app.add_typer(bench_app, name="bench")
app.add_typer(analysis_app)

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

    print_lines(send(url, _key_for(key), files, wait=wait))


@app.command()
def precheck(
    files: Annotated[list[Path], typer.Argument(help="Message files, XML or JSON.")],
    url: Url = "http://127.0.0.1:8000",
    key: Token = "",
) -> None:
    """Ask what would be decided, without any effect, and print JSON."""
    from tidewaiter.surfaces.ops.submit import precheck as ask

    print_lines(ask(url, _key_for(key)(b""), files))


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
    first_book: Annotated[
        bool, typer.Option("--first-book", help="Only the rules of the first book.")
    ] = False,
    model: Annotated[
        bool, typer.Option("--model", help="Score each declaration by a model, too.")
    ] = False,
) -> None:
    """Judge many declarations with the engine alone."""
    from benchmarks.bulk import run

    print(json.dumps(run(declarations, first_book=first_book, model=model)))


@bench_app.command("targeting")
def bench_targeting(
    parcels: Annotated[int, typer.Option(help="Parcels of the simulated harbour.")] = 60_000,
    days: Annotated[int, typer.Option(help="Days over which they come; the last is judged.")] = 4,
    share: Annotated[float, typer.Option(help="The share that is opened by priority.")] = 0.01,
) -> None:
    """Simulate a harbour with known frauds and say how many of each are found."""
    from benchmarks.targeting import run

    print(json.dumps(run(parcels, days, share)))


@bench_app.command("screening")
def bench_screening(
    names: Annotated[int, typer.Option(help="How many names of parties.")] = 1_000_000,
) -> None:
    """Screen names against the shipped samples of lists: how fast, how much is found."""
    from benchmarks.screening import REFEREE, run

    print(json.dumps(run(names, REFEREE), ensure_ascii=False))


@bench_app.command("model")
def bench_model(
    kcs: Annotated[
        Path | None, typer.Option(help="The folder of the public Korean declarations.")
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option(help="Only this: never_seen, months, weeks or speed; may be repeated."),
    ] = None,
) -> None:
    """Learn from public declarations: what the model finds, and what was promised beside it."""
    from benchmarks.kcs import run

    print(json.dumps(run(kcs, tuple(part or ()))))


@app.command(hidden=True)
def assessor() -> None:
    """Decide parcels (started by `up`)."""
    from tidewaiter.surfaces.ops.memory import keep_blocks

    keep_blocks()
    prepared()
    from tidewaiter.surfaces.ops.assessor import run_assessor

    run_assessor()


@app.command(hidden=True)
def pusher() -> None:
    """Push receipts to subscribers (started by `up`)."""
    prepared()
    from tidewaiter.surfaces.ops.pusher import run_pusher

    run_pusher()


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


if __name__ == "__main__":
    main()
