"""`tidewaiter register` and `tidewaiter certificate`: take registers in, verify certificates."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

register_app = typer.Typer(no_args_is_help=True, help="The register of those who may trade.")
certificate_app = typer.Typer(no_args_is_help=True, help="Certificates of registration.")

NOT_GENUINE, EXPIRED = 1, 3


@register_app.callback()
def _register() -> None:
    """The register of those who may trade."""


@register_app.command("import")
def register_import(
    file: Annotated[Path, typer.Argument(help="A register as CSV or JSON.")],
) -> None:
    """Take a register in; print a line of JSON for each line that was not taken, then the sum."""
    from tidewaiter.surfaces.ops.startup import prepared, print_lines

    prepared()
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.flows.import_register import import_register

    taken = left = 0
    try:
        for one in import_register(file, by=system_actor("import"), at=datetime.now(UTC)):
            if one.refusal is None:
                taken += 1
                continue
            left += 1
            print_lines([{"line": one.line, "firm": one.code, **one.refusal.render()}])
    except Refusal as refusal:
        said = refusal.render()
        print(f"{said['sentence']} {said['cure']} [{refusal.code}]", file=sys.stderr)
        raise typer.Exit(2) from refusal
    print_lines([{"taken": taken, "not_taken": left}])
    if left:
        raise typer.Exit(1)


@certificate_app.command("verify")
def certificate_verify(
    code: Annotated[str, typer.Argument(help="The code, a file with it, or - for standard input.")],
    key: Annotated[
        Path | None, typer.Option(help="The office's public key as JSON; else the key at hand.")
    ] = None,
) -> None:
    """Verify a certificate without asking anybody: with the office's public key it needs neither
    network nor database.
    """
    from tidewaiter.base.privacy.signing import content_signed_by, public_key
    from tidewaiter.registry.rules.attestations import expired, read

    text = sys.stdin.read() if code == "-" else code
    if len(code) < 256 and Path(code).is_file():
        text = Path(code).read_text("utf-8")
    plain = "".join(text.split()).rpartition("code=")[2]
    try:
        if key is None:
            from tidewaiter.surfaces.ops.startup import prepared

            prepared()
            known = public_key()
        else:
            found = json.loads(key.read_text("utf-8"))
            known = found["keys"][0] if "keys" in found else found
        content = content_signed_by(known, plain)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as trouble:
        print(f"The key cannot be used: {trouble}", file=sys.stderr)
        raise typer.Exit(2) from trouble
    claims = read(content) if content is not None else None
    if claims is None:
        print(json.dumps({"genuine": False}))
        raise typer.Exit(NOT_GENUINE)
    late = expired(claims, on=date.today())  # noqa: DTZ011
    said = {name: getattr(claims, name) for name in claims.__struct_fields__}
    print(json.dumps({"genuine": True, "expired": late, **said}, ensure_ascii=False, default=str))
    if late:
        raise typer.Exit(EXPIRED)


@certificate_app.command("key")
def certificate_key() -> None:
    """Print the office's public key, for those who verify by themselves."""
    from tidewaiter.surfaces.ops.startup import prepared

    prepared()
    from tidewaiter.base.privacy.signing import public_key

    print(json.dumps({"keys": [public_key()]}))
