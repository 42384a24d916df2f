"""The list of parcels: filters, pages, words, numbers and people."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from harbour.documents import documents
from tests.cast import NOON
from tests.makers import (
    a_cancellation,
    a_parcel,
    a_refund,
    all_four,
    all_to,
    arrive,
    changed,
    decide,
    declaration_of,
    four,
    honest,
    in_message,
    send,
    send_raw,
)
from tests.surfaces.visitors import at_the_desk
from tidewaiter.base.audit.models import Entry
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.flows.follow_requests import numbers_of
from tidewaiter.intake.formats.ceb.declarations import RefundLine
from tidewaiter.surfaces.desk import parcels


@pytest.fixture
def client(firms):
    return at_the_desk("officer")


def listed(client, query="", follow=True):
    """The waybill numbers in the list."""
    page = client.get(f"/desk/parcels/{query}", follow=follow)
    assert page.status_code == 200, page.status_code
    return [row.title for row in page.context["parcels"]]


def waybill(parcel):
    return parcel.waybill.head.logisticsNo


def test_without_filters_the_newest_parcel_comes_first_waiting_ones_among_them(client):
    first, second, third = (documents(parcel) for parcel in honest(3))
    arrive(*four(first))
    send(second.order, second.inventory)
    arrive(*four(third))
    assert listed(client) == [waybill(third), waybill(second), waybill(first)]


def test_an_empty_list_says_what_it_waits_for(client):
    assert b"as soon as their first document has arrived" in client.get("/desk/parcels/").content


def test_a_row_tells_standing_first_reason_and_what_is_missing(client):
    bad, late = (documents(parcel) for parcel in honest(2))
    payment = changed(bad.payment, amountPaid=bad.payment.head.amountPaid + 1)
    arrive(bad.order, payment, bad.waybill, bad.inventory)
    send(late.order, late.waybill, late.inventory)
    waiting, rejected = client.get("/desk/parcels/").context["parcels"]
    assert (waiting.standing, waiting.waiting_for) == ("waiting", ("Payment",))
    assert (rejected.standing, rejected.reason, rejected.more) == (
        "rejected", "Not met: The payment equals the order", 0,
    )  # fmt: skip


@pytest.fixture
def one_of_each(client):
    """Parcels with every standing."""
    names = ["release", "documents", "inspection", "audit", "hold", "rejected", "waiting"]
    made = dict(zip(
        [*names, "cancelled", "returned"],
        (documents(parcel) for parcel in honest(9, seed=7)), strict=True,
    ))  # fmt: skip
    for lane in Lane:
        arrive(*four(made[lane.value]), policy=all_to(lane))
    bad = made["rejected"]
    arrive(
        bad.order,
        changed(bad.payment, amountPaid=bad.payment.head.amountPaid + 1),
        bad.waybill,
        bad.inventory,
    )
    send(made["waiting"].inventory)
    arrive(*four(made["cancelled"]), policy=all_to(Lane.HOLD))
    arrive(*four(made["returned"]))
    for paper in (
        a_cancellation(declaration_of(made["cancelled"].inventory), made["cancelled"].inventory),
        _all_back(made["returned"].inventory),
    ):
        send_raw(in_message(paper, sender=paper.head.agentCode), paper.head.agentCode)
    decide()
    return made


def _all_back(inventory):
    """The return of everything."""
    refund = a_refund(declaration_of(inventory), inventory)
    lines = [
        RefundLine(gnum=line.gnum, gcode=line.gcode, gname=line.gname, qty=line.qty, unit=line.unit)
        for line in inventory.lines
    ]
    return msgspec.structs.replace(refund, lines=lines)


def test_each_standing_finds_its_parcels(client, one_of_each):
    found = {name: listed(client, f"?standing={name}") for name in one_of_each}
    wanted = {name: [waybill(parcel)] for name, parcel in one_of_each.items()}
    wanted["release"] = [waybill(one_of_each["returned"]), waybill(one_of_each["release"])]
    assert found == wanted


def test_all_parcels_are_shown_with_their_standings(client, one_of_each):
    rows = client.get("/desk/parcels/").context["parcels"]
    assert {row.title: row.standing for row in rows} == {
        waybill(parcel): name for name, parcel in one_of_each.items()
    }


def test_several_standings_are_shown_together_the_undecided_first(client, one_of_each):
    assert listed(client, "?standing=hold&standing=waiting&standing=audit") == [
        waybill(one_of_each[name]) for name in ("waiting", "hold", "audit")
    ]


def test_a_list_is_turned_over_page_by_page_and_back(client, monkeypatch):
    monkeypatch.setattr(parcels, "ON_A_PAGE", 2)
    arrive(*all_four(honest(5)))
    whole = listed(client)
    page = client.get("/desk/parcels/")
    seen, urls = [], []
    while True:
        seen += [row.title for row in page.context["parcels"]]
        pages = page.context["pages"]
        urls.append((pages.first, pages.last, pages.total))
        if not pages.older_url:
            break
        page = client.get(f"/desk/parcels/{pages.older_url}")
    assert urls == [(1, 2, 5), (3, 4, 5), (5, 5, 5)]
    back = client.get(f"/desk/parcels/{page.context['pages'].newer_url}")
    assert [row.title for row in back.context["parcels"]] == seen[2:4]
    assert back.context["pages"].first == 3
    first = client.get(f"/desk/parcels/{back.context['pages'].newer_url}")
    assert [row.title for row in first.context["parcels"]] == seen[:2]
    assert not first.context["pages"].newer_url
    assert seen[:2] == whole


def test_pages_go_on_from_waiting_parcels_to_decided_ones(client, one_of_each, monkeypatch):
    monkeypatch.setattr(parcels, "ON_A_PAGE", 1)
    query = "?standing=hold&standing=waiting"
    page = client.get(f"/desk/parcels/{query}")
    assert [row.standing for row in page.context["parcels"]] == ["waiting"]
    page = client.get(f"/desk/parcels/{page.context['pages'].older_url}")
    assert [row.standing for row in page.context["parcels"]] == ["hold"]
    page = client.get(f"/desk/parcels/{page.context['pages'].newer_url}")
    assert [row.standing for row in page.context["parcels"]] == ["waiting"]


def test_filters_in_force_can_be_taken_off_one_by_one(client):
    page = client.get("/desk/parcels/?standing=hold&standing=audit&reason=M-02&since=2026-06-01")
    labels = {choice.label: choice.remove_url for choice in page.context["chosen"]}
    assert set(labels) == {
        "Held", "Released, audit later", "M-02 The payment equals the order", "Since 2026-06-01",
    }  # fmt: skip
    left = parse_qs(urlsplit(labels["Held"]).query)
    assert left == {"standing": ["audit"], "reason": ["M-02"], "since": ["2026-06-01"]}


def test_reason_platform_days_and_missing_documents_narrow_the_list(client, one_of_each):
    bad, late = one_of_each["rejected"], one_of_each["waiting"]
    assert listed(client, "?reason=M-02") == [waybill(bad)]
    platform = bad.order.head.ebpCode
    same = [waybill(p) for p in one_of_each.values() if p.order.head.ebpCode == platform]
    assert sorted(listed(client, f"?platform={platform}")) == sorted(same)
    for document in ("order", "payment", "waybill"):
        assert listed(client, f"?waiting_for={document}") == [waybill(late)]
    assert len(listed(client, "?since=2026-06-01&until=2026-06-01")) == 9
    assert listed(client, "?until=2026-05-31") == []
    assert listed(client, "?since=2026-06-02") == []


def test_days_in_the_wrong_order_are_pointed_out(client):
    page = client.get("/desk/parcels/?since=2026-06-02&until=2026-06-01")
    assert page.status_code == 422
    assert "This day lies before the first one" in page.content.decode()


@pytest.mark.parametrize("query", ["?standing=nonsense", "?since=yesterday", "?reason=X-99"])
def test_a_filter_that_makes_no_sense_is_pointed_out(client, query):
    assert client.get(f"/desk/parcels/{query}").status_code == 422


@pytest.mark.parametrize("query", ["?older=x", "?older=9.99999999999999999999", "?newer=-1.-1"])
def test_a_broken_place_in_the_list_leads_to_its_beginning(client, query):
    assert listed(client, query) == []


def test_a_parcel_is_found_by_each_of_its_numbers(client):
    parcel, other = (documents(each) for each in honest(2))
    arrive(*four(parcel), *four(other))
    declaration = declaration_of(parcel.inventory)
    head = parcel.inventory.head
    listed_no = numbers_of(declaration.pk, declaration.received_at, declaration.customs_code)
    for number in (head.orderNo, head.logisticsNo, head.copNo, listed_no["invtNo"]):
        assert listed(client, f"?q={number}") == [waybill(parcel)]


def test_a_decided_parcel_is_found_by_words_of_goods_and_merchant(client):
    parcel = a_parcel()
    arrive(*four(parcel))
    line, head = parcel.inventory.lines[0], parcel.inventory.head
    chinese = "".join(sign for sign in line.gname if not sign.isascii())
    for words in (
        line.gname,
        chinese[:2],
        chinese[:1],
        head.ebcName,
        line.gname.split()[0].upper(),
    ):
        assert listed(client, f"?q={words}") == [waybill(parcel)], words
    assert listed(client, "?q=locomotive") == []
    assert listed(client, "?q=%21%21") == []


def test_operators_of_a_search_language_are_only_words(client):
    arrive(*four(a_parcel()))
    for text in ("' & | ! :* <->", "a' | 'b", "\\", "(((", "%"):
        page = client.get("/desk/parcels/", {"q": text})
        assert page.status_code == 200


def test_a_person_is_found_by_exact_values_and_the_address_bar_forgets_them(client):
    parcel = a_parcel()
    buyer = parcel.inventory.head.buyerIdNumber
    everybody = (documents(each) for each in honest(20))
    other = next(each for each in everybody if each.inventory.head.buyerIdNumber != buyer)
    arrive(*four(parcel), *four(other))
    head = parcel.inventory.head
    for value in (
        head.buyerIdNumber, head.buyerTelephone, head.buyerName, head.consigneeAddress,
        f"+86 {head.buyerTelephone}", head.buyerIdNumber.lower(),
    ):  # fmt: skip
        page = client.get("/desk/parcels/", {"q": value}, follow=True)
        [(address, status)] = page.redirect_chain
        assert status == 302
        assert value not in address
        assert page.context["person_search"]
        assert [row.title for row in page.context["parcels"]] == [waybill(parcel)], value
        assert value not in page.content.decode()


def test_half_a_number_finds_nobody(client):
    parcel = a_parcel()
    arrive(*four(parcel))
    assert listed(client, f"?q={parcel.inventory.head.buyerIdNumber[:-1]}") == []
    assert listed(client, f"?q={parcel.inventory.head.buyerTelephone[:-1]}") == []


def test_a_search_for_a_person_is_recorded_without_the_person(client):
    parcel = a_parcel()
    arrive(*four(parcel))
    phone = parcel.inventory.head.buyerTelephone
    client.get("/desk/parcels/", {"q": phone})
    [entry] = Entry.objects.filter(verb="people.searched")
    assert entry.details == {"found_as": ["buyer_phone_ix"]}
    assert phone not in str(vars(entry))


def test_one_officers_search_for_a_person_is_worth_nothing_to_another(client):
    parcel = a_parcel()
    arrive(*four(parcel))
    answer = client.get("/desk/parcels/", {"q": parcel.inventory.head.buyerTelephone})
    assert listed(client, "?" + urlsplit(answer["Location"]).query) == [waybill(parcel)]
    other = at_the_desk("officer")
    assert listed(other, "?" + urlsplit(answer["Location"]).query) == []
    assert listed(client, "?person=forged") == []


def test_a_long_list_is_counted_only_so_far(client, monkeypatch):
    monkeypatch.setattr(parcels, "COUNTED", 3)
    arrive(*all_four(honest(5)))
    page = client.get("/desk/parcels/")
    assert (page.context["pages"].total, page.context["pages"].more) == (5, False)
    monkeypatch.setattr(parcels, "ON_A_PAGE", 2)
    page = client.get("/desk/parcels/")
    assert "1 to 2 of more than 3 parcels" in page.content.decode()


def test_a_page_of_the_list_asks_the_database_a_fixed_number_of_times(
    client, django_assert_max_num_queries
):
    arrive(*all_four(honest(30)))
    client.get("/desk/parcels/")
    with django_assert_max_num_queries(11):
        client.get("/desk/parcels/")


def test_a_parcel_is_found_by_the_day_on_which_it_was_received(client):
    parcel, other = (documents(each) for each in honest(2))
    send(*four(other), at=NOON)
    send(*four(parcel), at=NOON + timedelta(days=10))
    assert listed(client, "?since=2026-06-11&until=2026-06-11") == [waybill(parcel)]
    assert listed(client, "?until=2026-06-10") == [waybill(other)]
