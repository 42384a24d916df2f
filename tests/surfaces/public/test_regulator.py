"""“Who is my regulator?” names one authority with the reason, or a conflict and whom to ask."""

import pytest
from django.test import Client

from tests.surfaces.public.walks import walk
from tidewaiter.law.loader import load
from tidewaiter.law.model.words import Title
from tidewaiter.surfaces.public.law import regulator

pytestmark = pytest.mark.django_db


def told(**chosen):
    return walk("/regulator/", chosen).context["told"]


def test_one_authority_leads_and_the_reason_is_told():
    found = told(pack="eu", matter="customs", member_state="de")
    assert found.lead.title == "German Customs Administration (Zoll)"
    assert "Germany" in found.reason
    assert found.power and found.source and not found.conflict


def test_where_to_go_next_is_told():
    found = told(pack="cn", matter="customs", role="merchant")
    assert [office.title for office in found.escalate] == ["General Administration of Customs"]


@pytest.mark.parametrize("pack", ["cn", "eu", "uk", "us", "kr", "au"])
def test_nobody_is_left_without_somebody_to_ask(pack):
    offered = Client().get(f"/regulator/?pack={pack}").context["question"].choices
    assert {"foreign-exchange", "networks"} <= {matter for matter, _, _ in offered}
    for matter, _, _ in offered:
        unsure = {"role": "-", "product": "other", "member_state": "-", "harm": "other"}
        for answers in (unsure, {"member_state": "it"}):
            found = told(pack=pack, matter=matter, **answers)
            assert bool(found.lead) != bool(found.ask), (pack, matter)
            assert found.reason


def test_a_conflict_is_shown_with_its_name_and_whom_to_ask(monkeypatch):
    from dataclasses import replace

    from tidewaiter.law.answers.responsibility import Conflict, responsible

    def quarrel(law, matter, facts):
        claimants = tuple(law.institutions.values())[:2]
        return replace(
            responsible(law, matter, facts),
            lead=None,
            competence=None,
            conflict=Conflict.TWO_LEADS,
            claimants=claimants,
            reason=Title("Two at once.", "两个机关。"),
        )

    monkeypatch.setattr(regulator, "responsible", quarrel)
    page = walk("/regulator/", {"pack": "cn", "matter": "price"})
    assert page.context["told"].conflict == "Two authorities claim to lead"
    asked = [office.title for office in page.context["told"].ask]
    named = [each.title.en for each in load("cn").on(page.context["at"].day).institutions.values()]
    assert asked == named[:2]
    assert "Whom to ask" in page.content.decode()
