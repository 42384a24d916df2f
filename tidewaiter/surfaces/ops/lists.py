"""`tidewaiter lists`: put a list in force, say what is in force."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Lists that parties are screened against.")


@app.command("load")
def lists_load(
    files: Annotated[list[Path], typer.Argument(help="The files of one edition.")],
    kind: Annotated[str, typer.Option(help="ofac, un, ftm or own.")],
    code: Annotated[
        str, typer.Option("--as", help="The name of the list; that of its kind without.")
    ] = "",
    alone: Annotated[
        float | None, typer.Option(help="From which likeness a name counts alone, up to 1.")
    ] = None,
    with_fact: Annotated[
        float | None, typer.Option(help="From which likeness it counts with a second fact.")
    ] = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="Load a list that shrank or is older.")
    ] = False,
) -> None:
    """Put a list in force and screen everybody known against what changed."""
    from tidewaiter.surfaces.ops.startup import prepared, print_lines

    prepared()
    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.engine.screening.lists.loader import Form
    from tidewaiter.surfaces.ops.keeping_lists import load

    if kind not in set(Form):
        raise typer.BadParameter(f"“{kind}” is none of {', '.join(Form)}.")
    for name, value in (("--alone", alone), ("--with-fact", with_fact)):
        if value is not None and not 0 < value <= 1:
            raise typer.BadParameter(f"{name} is {value}; it lies above 0 and up to 1.")
    if alone is not None and with_fact is not None and with_fact > alone:
        raise typer.BadParameter(f"--with-fact {with_fact} lies above --alone {alone}.")
    try:
        print_lines(
            [
                load(
                    Form(kind),
                    files,
                    code=code or kind,
                    alone=alone,
                    with_fact=with_fact,
                    confirmed=confirmed,
                )
            ]
        )
    except Refusal as refusal:
        said = refusal.render()
        print(f"{said['sentence']} {said['cure']} [{refusal.code}]", file=sys.stderr)
        raise typer.Exit(1) from refusal


@app.command("show")
def lists_show() -> None:
    """Say which lists are in force: source, date, fingerprint, entries."""
    from tidewaiter.surfaces.ops.startup import prepared, print_lines

    prepared()
    from tidewaiter.surfaces.ops.keeping_lists import in_force

    print_lines(in_force())
