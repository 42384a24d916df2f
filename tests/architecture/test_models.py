"""Tables: keys point upstream, every field says how private it is, saving has no side effects."""

import ast
from configparser import ConfigParser

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.tree import ROOT, name, python, syntax
from tidewaiter.base.kernel.privacy import PrivacyClass

MODELS = sorted(
    (model for model in apps.get_models() if model.__module__.startswith("tidewaiter.")),
    key=lambda model: model._meta.label,
)


CLOSED = {PrivacyClass.PERSONAL, PrivacyClass.SENSITIVE}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals"}


def _river() -> list[str]:
    """The packages from the source to the mouth, foundations one by one."""
    options = ConfigParser()
    options.read(ROOT / ".importlinter")

    def upstream(contract: str) -> list[str]:
        layers = options[f"importlinter:contract:{contract}"]["layers"].replace("|", "\n")
        lines = layers.split("\n")
        return [name.strip() for name in reversed(lines) if name.strip()]

    river = []
    for package in upstream("river"):
        if package == "base":
            river += [
                f"base.{part.strip()}" for one in upstream("foundations") for part in one.split("|")
            ]
        else:
            river.append(package)
    return river


def _place(model: type[models.Model]) -> int:
    package = model.__module__.removeprefix("tidewaiter.")
    [place] = [
        number
        for number, stretch in enumerate(_river())
        if package == stretch or package.startswith(f"{stretch}.")
    ]
    return place


def _label(model: type[models.Model]) -> str:
    return model._meta.label


def test_there_are_tables_to_look_at() -> None:
    assert len(MODELS) > 10


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_foreign_keys_point_upstream(model: type[models.Model]) -> None:
    for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many):
        target = field.related_model
        if target is None or target is model:
            continue
        assert target.__module__.startswith("tidewaiter."), f"{field.name} leaves the house"
        assert _place(target) <= _place(model), f"{field.name} points downstream"


def test_the_trail_points_at_nothing_so_that_history_never_vanishes() -> None:
    entry = apps.get_model("audit", "Entry")
    assert [field.name for field in entry._meta.concrete_fields if field.related_model] == []


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_every_field_says_how_private_it_is(model: type[models.Model]) -> None:
    names = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    given = model.Privacy.fields
    assert set(given) == names
    assert all(isinstance(kind, PrivacyClass) for kind in given.values())


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_a_sealed_block_and_an_index_of_a_person_are_never_called_public(
    model: type[models.Model],
) -> None:
    for field, kind in model.Privacy.fields.items():
        if field.endswith("sealed") or field == "wrapped_key":
            assert kind in CLOSED, field
        if field.endswith("_ix"):
            assert kind in CLOSED, field


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_saving_and_deleting_have_no_side_effects(model: type[models.Model]) -> None:
    ours = [kind for kind in model.__mro__ if kind.__module__.startswith("tidewaiter.")]
    assert [kind.__name__ for kind in ours if {"save", "delete"} & set(vars(kind))] == []


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_a_table_says_what_a_row_is(model: type[models.Model]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


def test_nothing_happens_by_signal() -> None:
    listening = [
        name(path)
        for path in python("tidewaiter")
        for node in ast.walk(syntax(path))
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            in {"django.dispatch", "django.db.models.signals", "django.core.signals"}
        )
        or (
            isinstance(node, ast.Import)
            and any(given.name.startswith("django.dispatch") for given in node.names)
        )
    ]
    assert listening == []
