"""`tidewaiter laboratories` and `tidewaiter facilities`: take over lists, say what is kept."""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Laboratories whose test reports count.")
facilities_app = typer.Typer(
    no_args_is_help=True, help="Facilities that make, keep and pass goods on."
)


@app.command("load")
def laboratories_load(
    files: Annotated[list[Path], typer.Argument(help="Lists in YAML or JSON.")],
) -> None:
    """Take over lists of laboratories with their scope; others stay as they are."""
    from tidewaiter.surfaces.ops.startup import prepared, print_lines

    prepared()
    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.surfaces.ops.keeping_laboratories import load

    try:
        print_lines([load(path) for path in files])
    except Refusal as refusal:
        said = refusal.render()
        print(f"{said['sentence']} {said['cure']} [{refusal.code}]", file=sys.stderr)
        raise typer.Exit(1) from refusal


@app.command("show")
def laboratories_show() -> None:
    """Say which laboratories are kept: accreditor, number, until when, how many standards."""
    from tidewaiter.surfaces.ops.startup import prepared, print_lines

    prepared()
    from tidewaiter.surfaces.ops.keeping_laboratories import kept

    print_lines(kept())


@facilities_app.command("load")
def facilities_load(
    file: Annotated[Path, typer.Argument(help="A register as CSV.")],
) -> None:
    """Take over a register of facilities; each line that is not taken is told with its reason."""
    from tidewaiter.surfaces.ops.startup import prepared, print_lines

    prepared()
    from tidewaiter.surfaces.ops.keeping_laboratories import load_places

    told = load_places(file)
    print_lines(told)
    if "refused" in told[-1] and told[-1]["refused"]:
        raise typer.Exit(1)
