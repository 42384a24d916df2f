"""The pack of the Union is sound, says who owes what, and changes its answer when the law does."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from tidewaiter.law.check.report import check
from tidewaiter.law.loader import load
from tidewaiter.law.model.duties import Matter, Who
from tidewaiter.law.model.trade import ModelKind
from tidewaiter.law.sources import read

TODAY = date(2026, 11, 24)
LAST_OF_JUNE, FIRST_OF_JULY = date(2026, 6, 30), date(2026, 7, 1)
STATES = [
    "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu",
    "ie", "it", "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk",
]  # fmt: skip
SHARED = {
    "direction": {"import", "export"},
    "buyer": {"consumer", "business"},
    "seller": {"business", "private"},
    "stock": {"abroad", "bonded-zone", "overseas-warehouse", "domestic", "supplier"},
    "sale": {"shop-page", "live-stream", "subscription"},
    "operator": {
        "own-shop", "marketplace", "social-platform", "mini-program-host", "aggregator",
    },
}  # fmt: skip
SMALL = ("uk", "us", "kr", "au")
PARCEL = {
    "direction": "import",
    "buyer": "consumer",
    "seller": "business",
    "stock": "abroad",
    "sale": "shop-page",
    "operator": "marketplace",
    "consignment": "low",
    "ioss": "used",
    "seat": "outside",
    "platform_size": "ordinary",
    "member_state": "de",
}


@pytest.mark.parametrize("pack", ["eu", *SMALL])
def test_the_pack_has_no_findings(pack: str) -> None:
    assert [str(finding) for finding in check(pack)] == []


@pytest.mark.parametrize("pack", ["eu", *SMALL])
def test_the_six_shared_facts_have_the_same_choices_in_every_pack(pack: str) -> None:
    facts = load(pack).on(TODAY).facts
    for name, choices in SHARED.items():
        assert {choice for choice in facts[name].choices} == choices, name


def test_there_are_far_more_obligations_than_eighty_on_an_ordinary_day() -> None:
    law = load("eu").on(TODAY)
    assert len(read("eu").obligations) >= 200
    assert len(law.obligations) >= 180


def test_each_obligation_says_what_how_by_when_to_whom_and_what_follows() -> None:
    for entry, _ in read("eu").obligations:
        assert entry.title.en and entry.title.zh, entry.id
        assert entry.text is not None and entry.text.en and entry.text.zh, entry.id
        assert entry.evidence, entry.id
        assert entry.timer or entry.deadline, entry.id
        assert entry.matter and entry.violation and entry.reference, entry.id
        assert entry.who in set(Who), entry.id


def test_chinese_words_are_chinese_and_english_words_are_not() -> None:
    def chinese(text: str) -> bool:
        return any("一" <= letter <= "鿿" for letter in text)

    for pack in ("eu", *SMALL):
        sources = read(pack)
        for section in ("obligations", "violations", "penalties", "business_models", "timers"):
            for entry, _ in getattr(sources, section):
                assert chinese(entry.title.zh), (pack, entry.id)
                assert not chinese(entry.title.en), (pack, entry.id)


def test_obligations_speak_to_everybody_who_takes_part() -> None:
    counted = Counter(entry.who for entry, _ in read("eu").obligations)
    for who in Who:
        assert counted[who] >= 2, who


def test_every_matter_has_obligations() -> None:
    counted = Counter(entry.matter for entry, _ in read("eu").obligations)
    assert set(counted) == set(Matter) - {Matter.FOREIGN_EXCHANGE, Matter.NETWORKS}


def test_a_sentence_of_an_obligation_names_no_amount_of_money() -> None:
    for entry, _ in read("eu").obligations:
        assert entry.text is not None
        for words in (entry.title.en, entry.text.en, entry.title.zh, entry.text.zh):
            assert not any(sign in words for sign in ("€", "EUR", "欧元", "%")), entry.id


@pytest.mark.parametrize("state", STATES)
def test_every_matter_in_every_state_has_one_lead_with_a_reason(state: str) -> None:
    law = load("eu").on(TODAY)
    for matter, size in product(Matter, ("small", "ordinary", "very-large")):
        answer = law.responsible(
            matter, {**PARCEL, "member_state": state, "platform_size": size, "product": "food"}
        )
        assert answer.conflict is None, (matter, state)
        assert answer.lead is not None and answer.reason.en and answer.reason.zh


@pytest.mark.parametrize(
    ("matter", "facts", "lead"),
    [
        ("customs", {"member_state": "de"}, "de-zoll"),
        ("customs", {"member_state": "nl"}, "nl-douane"),
        ("customs", {"member_state": "pt"}, "ms-customs"),
        ("tax", {"member_state": "ie"}, "ie-revenue"),
        ("data", {"member_state": "ie"}, "ie-dpc"),
        ("data", {"member_state": "ie", "harm": "authorities-disagree"}, "edpb"),
        ("platform", {"member_state": "ie", "platform_size": "very-large"}, "commission"),
        ("platform", {"member_state": "ie", "platform_size": "ordinary"}, "ie-cnam"),
        ("quality", {"member_state": "nl"}, "nl-nvwa"),
        ("consumer", {"member_state": "it"}, "it-agcm"),
        ("payments", {"member_state": "se"}, "se-fi"),
        ("transport", {"member_state": "fr", "product": "batteries"}, "ms-dangerous-goods"),
        ("transport", {"member_state": "fr", "product": "textiles"}, "fr-arcep"),
        ("ip", {"member_state": "be"}, "be-douane"),
    ],
)
def test_worked_questions_get_the_lead_they_should(
    matter: str, facts: dict[str, str], lead: str
) -> None:
    answer = load("eu").on(TODAY).responsible(matter, {**PARCEL, **facts})
    assert answer.lead is not None and answer.lead.id == lead


def test_before_the_coordinators_began_the_consumer_authority_led_in_platforms() -> None:
    answer = load("eu").on(date(2023, 8, 1)).responsible("platform", PARCEL)
    assert answer.lead is not None and answer.lead.id == "ms-consumer"


def test_each_trade_is_exactly_one_model() -> None:
    law = load("eu").on(TODAY)
    asked = ("direction", "buyer", "seller", "stock")
    for chosen in product(*(sorted(SHARED[name]) for name in asked)):
        facts = dict(zip(asked, chosen, strict=True))
        trade = law.model_of(facts)
        kinds = [law.models[name].kind for name in trade.models]
        assert kinds.count(ModelKind.TRADE) == 1, facts


def test_on_the_first_of_july_the_relief_ends_and_each_item_pays() -> None:
    before, after = load("eu").on(LAST_OF_JUNE), load("eu").on(FIRST_OF_JULY)
    assert before.amount("eu.duty.relief.limit") == 150
    assert after.amount("eu.duty.relief.limit") == 0
    assert before.amount("eu.duty.item.amount") == 0
    assert after.amount("eu.duty.item.amount") == 3
    assert after.amount("eu.duty.item.limit") == 150
    assert after.number("eu.duty.item.digits") == 6


def test_one_silk_and_two_wool_blouses_are_two_items() -> None:
    law = load("eu").on(FIRST_OF_JULY)
    blouses = ["6206100000", "6206200000", "6206200000"]
    items = {code[: law.number("eu.duty.item.digits")] for code in blouses}
    assert len(items) * law.amount("eu.duty.item.amount") == Decimal(6)


def test_the_duties_of_an_importer_differ_between_june_and_july() -> None:
    def duties(day: date) -> set[str]:
        return {each.id for each in load("eu").on(day).obligations_of(PARCEL, "importer")}

    assert duties(FIRST_OF_JULY) - duties(LAST_OF_JUNE) == {"pay-item-duty"}
    outside = {**PARCEL, "ioss": "not-used"}
    found = load("eu").on(FIRST_OF_JULY).obligations_of(outside, "importer")
    assert "pay-tariff-without-ioss" in {each.id for each in found}


def test_all_states_have_a_standard_rate_on_every_day_of_the_pack() -> None:
    for day in (date(2016, 5, 1), date(2020, 8, 1), date(2024, 9, 1), TODAY):
        law = load("eu").on(day)
        for state in STATES:
            rate = law.amount(f"vat.standard.{state}")
            assert Decimal("0.15") <= rate <= Decimal("0.27"), (state, day)


@pytest.mark.parametrize(
    ("name", "day", "rate"),
    [
        ("vat.standard.de", date(2020, 6, 30), "0.19"),
        ("vat.standard.de", date(2020, 7, 1), "0.16"),
        ("vat.standard.ee", TODAY, "0.24"),
        ("vat.standard.fi", date(2024, 9, 1), "0.255"),
        ("vat.standard.ro", date(2025, 8, 1), "0.21"),
        ("vat.standard.sk", date(2025, 1, 1), "0.23"),
        ("vat.reduced.nl", date(2018, 12, 31), "0.06"),
        ("vat.reduced.nl", date(2019, 1, 1), "0.09"),
        ("vat.reduced.fr", TODAY, "0.055"),
    ],
)
def test_rates_follow_the_day(name: str, day: date, rate: str) -> None:
    assert load("eu").on(day).amount(name) == Decimal(rate)


def test_the_link_to_the_closed_dispute_platform_is_owed_no_more() -> None:
    assert "link-odr" in load("eu").on(date(2025, 7, 19)).obligations
    after = load("eu").on(date(2025, 7, 20)).obligations
    assert "link-odr" not in after and "remove-odr-link" in after


def test_clocks_of_obligations_are_clocks_of_the_pack() -> None:
    law = load("eu").on(TODAY)
    named = {each.timer for each in law.obligations.values() if each.timer}
    assert {"eu-gpsr-order", "eu-gdpr-breach", "eu-cesop-report", "eu-608-confirm"} <= named
    for name in named:
        assert law.timer(name).id == name


def test_the_reduced_data_set_names_the_number_of_the_import_scheme() -> None:
    elements = load("eu").on(TODAY).codes("h7_element")
    assert len(elements) > 20
    assert elements["1316"].verified and not elements["1809"].verified


def test_what_was_remembered_is_marked() -> None:
    law = load("eu").on(TODAY)
    assert law.value("eu.duty.item.amount").verified
    assert not any(law.value(f"vat.standard.{state}").verified for state in STATES)
    assert not law.value("eu.handling_fee.latest").verified


@pytest.mark.parametrize(
    ("pack", "name", "day", "amount"),
    [
        ("uk", "uk.duty.relief.limit", TODAY, "135"),
        ("us", "us.de_minimis.limit", date(2025, 8, 28), "800"),
        ("us", "us.de_minimis.limit", date(2025, 8, 29), "0"),
        ("us", "us.de_minimis.limit.cn", date(2025, 5, 1), "800"),
        ("us", "us.de_minimis.limit.cn", date(2025, 5, 2), "0"),
        ("kr", "kr.duty.relief.limit", TODAY, "150"),
        ("kr", "kr.duty.relief.limit.us", TODAY, "200"),
        ("au", "au.low_value.limit", TODAY, "1000"),
        ("au", "au.gst.rate", TODAY, "0.1"),
    ],
)
def test_the_small_packs_know_their_limits(pack: str, name: str, day: date, amount: str) -> None:
    assert load(pack).on(day).amount(name) == Decimal(amount)


def test_the_british_relief_has_an_announced_end() -> None:
    assert load("uk").on(TODAY).value("uk.duty.relief.ends").value == date(2029, 3, 31)


def test_a_fine_of_another_member_state_is_not_shown() -> None:
    law = load("eu").on(date(2026, 3, 2))

    def states(**facts: str) -> set[str]:
        given = {"direction": "import", "buyer": "consumer", "seller": "business", **facts}
        duties = [duty for who in Who for duty in law.duties_of(given, who)]
        return {penalty.territory for duty in duties for penalty in duty.penalties}

    assert states(member_state="de") == {"", "DE"}
    assert states(member_state="it") == {"", "IT"}
    assert states(member_state="at") == {""}
    assert {"", "DE", "IT", "FR", "ES", "PL"} <= states()


def test_every_penalty_that_names_a_state_carries_it() -> None:
    names = {"Germany": "DE", "France": "FR", "Italy": "IT", "Spain": "ES", "Poland": "PL"}
    for penalty, _ in read("eu").penalties:
        for name, code in names.items():
            if name in penalty.title.en:
                assert penalty.territory == code, penalty.id
