"""The desk shows whom parcels go to across spellings, and says why two spellings are one."""

from datetime import date

import pytest
from django.urls import reverse

from harbour.frauds import Fraud, Shares
from harbour.messages import messages
from harbour.parcels import Parcel
from harbour.world import World
from tests.cast import CLERK, NOON, signing_keys
from tests.makers import START, decide, send_raw
from tests.surfaces.visitors import at_the_desk
from tidewaiter.flows.link_parties import link_parties
from tidewaiter.intake.models import Declaration
from tidewaiter.risk.models import Cluster, NodeLink
from tidewaiter.surfaces.desk.networks.drawing import draw, waterfall
from tidewaiter.surfaces.desk.networks.words import lettered


@pytest.fixture
def parcels(firms) -> list[Parcel]:
    rings = Shares.only(Fraud.SPLITTING, 0.3)
    made = list(World(5, rings, respelt=0.3).parcels(50, start=START, rate=200.0))
    for message in messages(made, rate=200.0, batch=25, keys=signing_keys(), delay=1.0):
        send_raw(message.raw, message.sender)
    decide()
    link_parties(night=date(2026, 6, 2), by=CLERK, at=NOON)
    return made


def biggest() -> Cluster:
    return Cluster.objects.filter(kind="consignee").order_by("-identities", "cluster")[0]


def test_the_list_begins_with_the_network_of_the_most_identity_numbers(parcels):
    page = at_the_desk("officer").get(reverse("desk:networks"))
    first = page.context["rows"][0]
    assert first.identities == biggest().identities > 2
    assert first.url in page.content.decode()


def test_a_network_shows_its_spellings_and_opens_nobody(parcels):
    one = biggest()
    page = at_the_desk("officer").get(reverse("desk:network", args=["consignee", one.cluster]))
    text = page.content.decode()
    assert len(page.context["spellings"]) == one.nodes
    assert {dot.key for dot in page.context["picture"].dots} == {"spelling", "buyer"}
    assert sum(dot.key == "buyer" for dot in page.context["picture"].dots) == one.identities
    secrets = {value for p in parcels for value in (p.address, p.consignee, p.buyer.phone,
                                                    p.buyer.identity)}  # fmt: skip
    assert not [secret for secret in secrets if secret in text]
    assert page["Cache-Control"] == "no-store"


def test_a_link_is_explained_by_steps_that_add_up(parcels):
    one = NodeLink.objects.filter(kind="consignee").order_by("-weight")[0]
    cluster = biggest().cluster
    officer = at_the_desk("officer")
    network = officer.get(reverse("desk:network", args=["consignee", cluster]))
    page = officer.get(network.context["links"][0].url)
    steps = page.context["steps"]
    assert sum(step.weight for step in steps[:-1]) == pytest.approx(steps[-1].total)
    assert "times as likely for one party as for two" in page.content.decode()
    assert one.weight > 0
    chinese = officer.get(network.context["links"][0].url, headers={"accept-language": "zh-hans"})
    assert "同一主体" in chinese.content.decode()


def test_a_parcel_leads_to_the_networks_of_its_parties(parcels):
    ring = next(p for p in parcels if p.group)
    declaration = Declaration.objects.get(cop_no=ring.cop_no, current=True)
    page = at_the_desk("officer").get(reverse("desk:parcel", args=[declaration.pk]))
    assert reverse("desk:network", args=["consignee", biggest().cluster]) in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/desk/networks/nobody/",
        "/desk/networks/consignee/12/",
        "/desk/networks/seller/5/links/1/2/",
    ],
)
def test_what_nobody_linked_does_not_exist(firms, address):
    assert at_the_desk("officer").get(address).status_code == 404


def test_lawyers_do_not_see_networks(firms):
    assert at_the_desk("lawyer").get(reverse("desk:networks")).status_code == 403


def test_spellings_stand_inside_and_each_identity_number_beside_its_spelling():
    picture = draw(["1", "2"], [(0, 1, 0.9)], ["A", "B"], {(0, 0): 3, (1, 1): 1})
    spot = {dot.label: dot for dot in picture.dots}
    assert (spot["A"].y < spot["B"].y) == (spot["1"].y < spot["2"].y)
    assert all(0 <= dot.x <= picture.size and 0 <= dot.y <= picture.size for dot in picture.dots)
    assert [line.key for line in picture.lines] == ["parcel", "parcel", "link"]


def test_a_waterfall_s_bars_lie_end_to_end_inside_the_picture():
    bars = waterfall([(-4.0, -4.0), (6.0, 2.0), (3.0, 5.0)])
    assert [bar.key for bar in bars] == ["against", "for", "for", "for-sum"]
    assert bars[1].x == bars[0].x == 0
    assert bars[2].x == pytest.approx(bars[1].x + bars[1].width, abs=0.02)
    assert bars[3].x == pytest.approx(bars[0].zero, abs=0.02)
    assert max(bar.x + bar.width for bar in bars) == pytest.approx(100, abs=0.02)


def test_letters_go_on_after_z():
    assert [lettered(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
