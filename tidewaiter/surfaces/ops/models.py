"""`tidewaiter train` and `tidewaiter models`: learn a risk model, keep one, say which there are."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="Risk models that learn from inspections.")


def train(
    source: Annotated[
        Path | None, typer.Option("--from", help="An archive; that of this installation without.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write file and card into this folder and keep nothing.")
    ] = None,
    threads: Annotated[int, typer.Option(help="Threads.")] = 2,
) -> None:
    """Learn a risk model from the inspections in the archive.

    The model is kept as trained and has no effect until one officer runs it in shadow and another
    puts it in force. Too few inspections, or findings without a label, are refused.
    """
    from tidewaiter.surfaces.ops.startup import prepared

    prepared()
    from django.conf import settings

    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.engine.history.layout import FolderError
    from tidewaiter.engine.model.card import card
    from tidewaiter.engine.model.file import SUFFIX, read
    from tidewaiter.flows import train_model as story
    from tidewaiter.risk.commands.learned import keep_model

    folder = source or settings.TIDEWAITER_ARCHIVE
    try:
        made = story.train(folder, threads=threads)
        if out is None:
            by, at = system_actor("train"), datetime.now(UTC)
            print(f"{keep_model(made.content, by=by, at=at).mark} is kept as trained.")
    except FolderError as problem:
        _stop(str(problem))
    except Refusal as no:
        _stop(f"{no.code}: {no.sentence()} {no.cure.en}")
    if made.elsewhere:
        print(f"{made.elsewhere} findings are about parcels of no archived day and were left out.",
              file=sys.stderr)  # fmt: skip
    if out is not None:
        stored = read(made.content)
        out.mkdir(parents=True, exist_ok=True)
        file = out / f"{stored.fingerprint[:16]}{SUFFIX}"
        file.write_bytes(made.content)
        file.with_suffix(".md").write_text(card(stored.model, stored.fingerprint), "utf-8")
        print(file)


@app.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="The file of a model that was learned elsewhere.")],
) -> None:
    """Keep a model that was learned elsewhere, as trained; one of another version is refused."""
    from tidewaiter.surfaces.ops.startup import prepared

    prepared()
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.risk.commands.learned import keep_model

    try:
        kept = keep_model(file.read_bytes(), by=system_actor("train"), at=datetime.now(UTC))
    except OSError as problem:
        _stop(f"{file} cannot be read: {problem}")
    except Refusal as no:
        _stop(f"{no.code}: {no.sentence()} {no.cure.en}")
    print(f"{kept.mark} is kept as trained.")


@app.command("list")
def listed() -> None:
    """Say which models there are and where each stands."""
    from tidewaiter.surfaces.ops.startup import prepared, print_lines

    prepared()
    from tidewaiter.risk.models import LearnedModel

    print_lines(
        {
            "mark": one.mark,
            "stage": one.stage,
            "trained_at": one.trained_at,
            "labels": one.facts["labels"],
            "found": one.facts["found"],
        }
        for one in LearnedModel.objects.defer("content", "card")
    )


@app.command("card")
def told(
    mark: Annotated[str, typer.Argument(help="The mark of a model, as `list` says it.")],
) -> None:
    """Print the card of a model: what it was made of, how well it does, when not to trust it."""
    from tidewaiter.surfaces.ops.startup import prepared

    prepared()
    from tidewaiter.risk.models import LearnedModel

    found = LearnedModel.objects.filter(mark=mark).first()
    print(found.card if found else _stop(f"There is no model {mark}."))


def _stop(sentence: str) -> Any:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)
