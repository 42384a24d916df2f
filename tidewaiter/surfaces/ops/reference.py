"""The reference written from the code: settings, permissions, states, privacy, reasons, commands.

Written by ``python -m tidewaiter.surfaces.ops.reference``; a test fails when a page is stale.
"""

import ast
import importlib
import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import typer
from django.apps import apps

from tidewaiter.base.identity.permissions import CLIENT_SCOPES, DESCRIPTIONS, Permission
from tidewaiter.base.identity.roles import ROLES
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.states import Life
from tidewaiter.intake.rules.words import REASONS

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path("docs/reference")

_WRITTEN = "<!-- Written by `python -m tidewaiter.surfaces.ops.reference`; do not edit. -->\n\n"
_READERS = {"_text": "text", "_flag": "yes or no", "_number": "number"}
_PREFIX = "tidewaiter."


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    written = {
        "settings.md": _settings_page(),
        "permissions.md": _permissions_page(),
        "states.md": _states_page(),
        "privacy.md": _privacy_page(),
        "reasons.md": _reasons_page(),
        "commands.md": _commands_page(),
    }
    return {name: _WRITTEN + text for name, text in written.items()}


def write_pages(folder: Path) -> None:
    """Write every page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def stale(folder: Path) -> list[str]:
    """The pages that do not say what the code says."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: what it is for, how it is written, what holds without it."""

    name: str
    kind: str
    default: str
    text: str


def settings() -> list[Setting]:
    """Every variable that the settings file and the key ring read, in the order of the files."""
    file = ROOT / "tidewaiter" / "project" / "settings.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: list[Setting] = []
    for number, node in enumerate(tree.body):
        text = _text_of(node, tree.body[number + 1 : number + 2])
        found += [_setting(call, text) for call in _reads(node)]
    return [
        *found,
        Setting(
            "TIDEWAITER_MASTER_KEY",
            "base64 of 32 bytes",
            "",
            "The key under which personal data is sealed; without it, keys/master.key in the data "
            "folder, made at the first start. Whoever loses it loses the personal data.",
        ),
        Setting(
            "TIDEWAITER_SIGNING_KEY",
            "base64 of 32 bytes",
            "",
            "The key (Ed25519) that signs reports for the public; without it, keys/signing.key in "
            "the data folder, made at its first use. Reports signed by a lost key cannot be "
            "verified any more.",
        ),
        Setting(
            "TIDEWAITER_KEY",
            "text",
            "",
            "The key of a machine client, for `tidewaiter submit` and `tidewaiter precheck`.",
        ),
    ]


def _reads(node: ast.stmt) -> Iterator[ast.Call]:
    for inner in ast.walk(node):
        if (
            isinstance(inner, ast.Call)
            and isinstance(inner.func, ast.Name)
            and inner.func.id in _READERS
            and inner.args
            and isinstance(inner.args[0], ast.Constant)
        ):
            yield inner


def _text_of(node: ast.stmt, following: list[ast.stmt]) -> str:
    """The docstring of a function, or the string that stands under an assignment."""
    if isinstance(node, ast.FunctionDef):
        return ast.get_docstring(node) or ""
    match following:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return " ".join(text.split())
    return ""


def _setting(call: ast.Call, text: str) -> Setting:
    kind = _READERS[ast.unparse(call.func)]
    default = _default(call.args[1])
    if len(call.args) == 4:
        low, high = (ast.literal_eval(bound) for bound in call.args[2:])
        kind = f"{low:,} to {high:,}"
    return Setting(str(ast.literal_eval(call.args[0])), kind, default, text)


def _default(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        value = node.value
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return ""


def _settings_page() -> str:
    rows = "".join(
        f"| `{one.name}` | {one.kind} | {_quoted(one.default)} | {one.text} |\n"
        for one in settings()
    )
    return (
        "# Settings\n\n"
        "Every setting is an environment variable. A value that cannot be used stops the program "
        "with one sentence. `NAME_FILE` names a file that holds the value of `NAME`, for "
        "secrets.\n\n"
        "| variable | written as | without it | what it does |\n|---|---|---|---|\n" + rows
    )


def _permissions_page() -> str:
    scopes = [
        f"| `{one}` | {DESCRIPTIONS[one].en} | {DESCRIPTIONS[one].zh} "
        f"| {', '.join(f'`{role.name}`' for role in ROLES.values() if one in role.permissions)} "
        f"| {'yes' if one in CLIENT_SCOPES else ''} |\n"
        for one in Permission
    ]
    roles = [
        f"| `{role.name}` | {role.title.en} | {role.title.zh} | {role.description.en} "
        f"| {role.description.zh} |\n"
        for role in ROLES.values()
    ]
    return (
        "# Permissions and roles\n\n"
        "Every view and every address of the machine API names one permission, or says that it is "
        "open to all. People hold roles; the key of a machine carries permissions directly.\n\n"
        "## Permissions\n\n"
        "| permission | what one may do | 说明 | roles | a machine's key may carry it |\n"
        "|---|---|---|---|---|\n" + "".join(scopes) + "\n## Roles\n\n"
        "| role | title | 名称 | what for | 说明 |\n|---|---|---|---|---|\n" + "".join(roles)
    )


def lives() -> list[Life]:
    """Every table of moves, upstream first; those of the kinds of dockets last."""
    from tidewaiter.flows.dockets import kinds

    found = []
    for config in apps.get_app_configs():
        module = f"{config.name}.states"
        if config.name.startswith(_PREFIX) and importlib.util.find_spec(module):
            held = vars(importlib.import_module(module)).values()
            found += [value for value in held if isinstance(value, Life)]
    known = {id(life) for life in found}
    return found + [kind.life for kind in kinds() if id(kind.life) not in known]


def _states_page() -> str:
    parts = [
        "# States\n\n"
        "A life is a table of moves; nobody assigns a status. The diagrams are printed from the "
        "tables.\n"
    ]
    for life in lives():
        rows = "".join(
            f"| {verb} | {', '.join(sorted(move.sources))} | {move.target} | `{move.permission}` "
            f"| {move.law} | {move.clock or ''} |\n"
            for verb, move in life.moves.items()
        )
        parts.append(
            f"\n## {life.name}\n\n```mermaid\n{life.diagram()}```\n\n"
            "| move | from | to | permission | law | starts the clock |\n"
            "|---|---|---|---|---|---|\n" + rows
        )
    return "".join(parts)


def _privacy_page() -> str:
    meanings = {
        PrivacyClass.PUBLIC: "anybody may read it",
        PrivacyClass.INTERNAL: "for the authority and the party that it concerns",
        PrivacyClass.PERSONAL: "tells something about a living person; never in a log",
        PrivacyClass.SENSITIVE: "a secret, or personal data whose loss would do harm; "
        "encrypted or hashed where it rests",
    }
    parts = [
        "# How private every field is\n\n"
        "Each model states a class for each of its fields; a test fails when one is missing.\n\n"
        "| class | meaning |\n|---|---|\n"
        + "".join(f"| {kind} | {meanings[kind]} |\n" for kind in PrivacyClass)
    ]
    for model in apps.get_models():
        if not model.__module__.startswith(_PREFIX):
            continue
        rows = "".join(
            f"| `{field.name}` | {model.Privacy.fields.get(field.name, '')} |\n"
            for field in model._meta.concrete_fields
        )
        about = (model.__doc__ or "").strip().split("\n")[0]
        parts.append(
            f"\n## {model._meta.label_lower}\n\n{about}\n\n| field | class |\n|---|---|\n{rows}"
        )
    return "".join(parts)


def _reasons_page() -> str:
    rows = "".join(
        f"| `{code}` | {said.rule} | {said.official or '–'} | {said.title.en} | {said.title.zh} "
        f"| {said.message.en} | {said.message.zh} | {said.cure.en} | {said.cure.zh} "
        f"| {said.law.en} · {said.law.zh} |\n"
        for code, said in REASONS.items()
    )
    return (
        "# Why a document is refused when it arrives\n\n"
        "What one document breaks by itself, and why a request about a declaration is turned down. "
        "What can be wrong with the format of a message stands in "
        "[its reference](messages/faults.md), what documents break together in "
        "[the rules](engine/rules.md). Codes with `TW-` are ours; the others are the official "
        "ones. Words in braces are filled in.\n\n"
        "| code | rule | official | what is demanded | 要求 | what is wrong | 说明 | what to do "
        "| 处理办法 | law |\n|---|---|---|---|---|---|---|---|---|---|\n" + rows
    )


def _commands_page() -> str:
    from tidewaiter.surfaces.ops.cli import app

    root = typer.main.get_command(app)
    return (
        "# The `tidewaiter` command\n\n"
        "The same is told by `--help` after any of them.\n" + "".join(_command(root, "tidewaiter"))
    )


def _command(command: click.Command, path: str) -> Iterator[str]:
    """A command in words, then those below it."""
    below = getattr(command, "commands", None)
    if below is not None:
        for name, inner in below.items():
            if not inner.hidden:
                yield from _command(inner, f"{path} {name}")
        return
    words = [path]
    rows = []
    for parameter in command.params:
        if parameter.name == "help":
            continue
        shown = _parameter(parameter)
        if parameter.param_type_name == "argument":
            words.append(shown)
        else:
            words.append(shown if parameter.required else f"[{shown}]")
        rows.append(
            f"| `{shown}` | {_without(parameter)} | {getattr(parameter, 'help', '') or ''} |\n"
        )
    about = " ".join((command.help or "").split())
    table = "".join(["\n| given | without it | what it does |\n|---|---|---|\n", *rows])
    yield f"\n## {path}\n\n{about}\n\n```sh\n{' '.join(words)}\n```\n{table if rows else ''}"


def _parameter(parameter: click.Parameter) -> str:
    if parameter.param_type_name == "argument":
        name = (parameter.name or "").upper()
        return f"{name.removesuffix('S')}…" if parameter.nargs == -1 else name
    option = max(parameter.opts, key=len)
    if getattr(parameter, "is_flag", False):
        return option
    return f"{option} {(parameter.name or '').upper()}"


def _without(parameter: click.Parameter) -> str:
    if parameter.required:
        return "must be given"
    if getattr(parameter, "is_flag", False):
        return "no"
    return _quoted("" if parameter.default is None else str(parameter.default))


def _quoted(text: str) -> str:
    return f"`{text}`" if text else "—"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.project.settings")
    django.setup()
    write_pages(ROOT / FOLDER)
