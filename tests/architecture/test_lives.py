"""Lives are tables whose moves name real permissions and their law."""

import pytest

from tests.architecture.tree import python, syntax
from tidewaiter.base.identity.permissions import DESCRIPTIONS, Permission
from tidewaiter.base.identity.roles import ROLES
from tidewaiter.base.kernel.states import Life
from tidewaiter.surfaces.ops.reference import lives

LIVES = lives()


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_every_move_names_a_permission_and_its_law(life: Life) -> None:
    for verb, move in life.moves.items():
        assert move.permission in set(Permission), f"{verb}: {move.permission} is no permission"
        assert move.law, f"{verb} cites no law"


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_every_state_can_be_reached(life: Life) -> None:
    reached, grown = {life.start}, True
    while grown:
        more = {move.target for move in life.moves.values() if move.sources & reached} - reached
        reached |= more
        grown = bool(more)
    assert set(life.statuses) == reached


def test_every_permission_is_described_and_belongs_to_a_role() -> None:
    assert set(DESCRIPTIONS) == set(Permission)
    granted = set().union(*(role.permissions for role in ROLES.values()))
    assert set(Permission) - granted == set()


def test_every_permission_is_asked_for_somewhere() -> None:
    import ast

    asked = {
        node.attr
        for path in python("tidewaiter")
        if path.parent.name != "identity" or path.stem not in {"permissions", "roles"}
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Permission"
    }
    moves = {move.permission for life in LIVES for move in life.moves.values()}
    idle = {one for one in Permission if one.name not in asked and one not in moves}
    assert idle == set()
