import pytest

from tidewaiter.base.identity.actors import Actor, ActorKind, system_actor
from tidewaiter.base.identity.permissions import CLIENT_SCOPES, DESCRIPTIONS, Permission
from tidewaiter.base.identity.roles import ROLES, permissions_of
from tidewaiter.base.kernel.refusals import Kind, Refusal


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_described_in_both_languages(permission):
    said = DESCRIPTIONS[permission]
    assert said.en.endswith(".")
    assert said.zh.endswith("。")
    assert not said.zh.isascii()


def test_nothing_is_described_that_does_not_exist():
    assert set(DESCRIPTIONS) == set(Permission)


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES.keys())
def test_every_role_is_described_in_both_languages_and_may_do_something(role):
    assert ROLES[role.name] is role
    assert role.description.en.endswith(".")
    assert role.description.zh.endswith("。")
    assert role.title.en
    assert not role.title.zh.isascii()
    assert role.permissions <= set(Permission)
    assert role.permissions


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_belongs_to_some_role(permission):
    assert any(permission in role.permissions for role in ROLES.values())


def test_whoever_runs_the_system_sees_no_parcels():
    seeing = {Permission.PARCEL_SEE, Permission.PARCEL_SEARCH, Permission.PERSON_REVEAL}
    assert not seeing & ROLES["operator"].permissions


def test_only_senior_officers_see_people_in_full_and_change_lanes():
    for permission in (Permission.PERSON_REVEAL, Permission.LANE_OVERRIDE):
        allowed = [role.name for role in ROLES.values() if permission in role.permissions]
        assert allowed == ["senior_officer"]


def test_a_machine_can_never_carry_what_is_for_people():
    assert Permission.PERSON_REVEAL not in CLIENT_SCOPES
    assert Permission.DESK_SEE not in CLIENT_SCOPES
    assert Permission.KEY_ISSUE not in CLIENT_SCOPES


def test_two_roles_add_up_and_a_role_of_the_past_adds_nothing():
    both = permissions_of(["officer", "operator", "ministry_of_silly_walks"])
    assert both == ROLES["officer"].permissions | ROLES["operator"].permissions


def test_an_actor_without_the_permission_is_told_which_one_and_whom_to_ask():
    stranger = Actor(kind=ActorKind.PERSON, id="1", label="x:1")
    assert not stranger.may(Permission.LANE_OVERRIDE)
    with pytest.raises(Refusal) as caught:
        stranger.must(Permission.LANE_OVERRIDE)
    assert caught.value.kind is Kind.FORBIDDEN
    said = caught.value.render("en")
    assert "lane.override" in said["sentence"]
    assert "operator" in said["cure"]
    assert "lane.override" in caught.value.render("zh")["sentence"]


def test_the_system_may_do_everything_and_says_which_part_of_it_acts():
    assessor = system_actor("assessor")
    assert all(assessor.may(permission) for permission in Permission)
    assert assessor.label == "system:assessor"
