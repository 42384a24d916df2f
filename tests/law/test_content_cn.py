"""What the Chinese pack says about trades, authorities, duties and sanctions holds together."""

import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tidewaiter.law.answers.facts import Facts
from tidewaiter.law.check.report import check
from tidewaiter.law.loader import load
from tidewaiter.law.model.duties import Matter, Who
from tidewaiter.law.model.sanctions import PenaltyKind
from tidewaiter.law.model.trade import ModelKind
from tidewaiter.law.sources import PACKS, read

PACK = load("cn")
LAW = PACK.on(date(2026, 11, 2))
SHARED = {
    "direction": ["import", "export"],
    "buyer": ["consumer", "business"],
    "seller": ["business", "private"],
    "stock": ["abroad", "bonded-zone", "overseas-warehouse", "domestic", "supplier"],
    "sale": ["shop-page", "live-stream", "subscription"],
    "operator": ["own-shop", "marketplace", "social-platform", "mini-program-host", "aggregator"],
}
RETAIL = {"direction": "import", "buyer": "consumer", "seller": "business", "stock": "abroad"}
BONDED = RETAIL | {"stock": "bonded-zone"}
PARCEL_OUT = {
    "direction": "export",
    "buyer": "consumer",
    "seller": "business",
    "stock": "domestic",
    "operator": "marketplace",
}
PARTLY = {
    *("ecl", "spc-ecom-ip-2020", "spc-ecom-opinions-2020", "safe-2020-11", "positive-list-2018"),
    *("cgs-2016-48", "gacc-2020-44", "gacc-2020-45", "gacc-2024-167"),
}
"""Texts of which only single facts were seen, in reports."""
LIVE = RETAIL | {"sale": "live-stream", "operator": "social-platform"}
FORMULA = {"product": ["1901101010"]}


def lead(matter: str, facts: Facts) -> str:
    """The one institution that leads; a conflict fails the test with its reason."""
    answer = LAW.responsible(matter, facts)
    assert answer.lead is not None, answer.reason.en
    return answer.lead.id


def test_the_content_has_neither_errors_nor_warnings() -> None:
    assert [str(finding) for finding in check("cn")] == []


def test_the_six_shared_facts_are_asked_for_with_their_choices() -> None:
    assert {name: [*fact.choices] for name, fact in LAW.facts.items()} == SHARED
    assert all(fact.help is not None for fact in LAW.facts.values())


def test_every_combination_of_facts_is_exactly_one_trade_and_one_model_of_each_kind() -> None:
    for chosen in product(*SHARED.values()):
        facts = dict(zip(SHARED, chosen, strict=True))
        trade = LAW.model_of(facts)
        assert trade.trade is not None, facts
        kinds = [trade.trade.model.kind, *(holding.model.kind for holding in trade.others)]
        assert sorted(kinds) == sorted(ModelKind), facts


@pytest.mark.parametrize(
    ("facts", "model", "codes"),
    [
        (RETAIL, "b2c-direct", {"9610"}),
        (RETAIL | {"stock": "supplier"}, "b2c-direct", {"9610"}),
        (BONDED, "b2c-bonded", {"1210", "1239"}),
        (PARCEL_OUT, "b2c-direct-export", {"9610"}),
        (PARCEL_OUT | {"buyer": "business"}, "b2b-direct", {"9710"}),
        (PARCEL_OUT | {"stock": "overseas-warehouse"}, "b2b2c-overseas-warehouse", {"9810"}),
        (RETAIL | {"seller": "private"}, "c2c", set()),
        (RETAIL | {"stock": "domestic"}, "domestic-resale", set()),
        (RETAIL | {"buyer": "business"}, "b2b-import", {"0110"}),
    ],
)
def test_a_trade_is_called_by_its_model_and_customs_codes(
    facts: dict[str, str], model: str, codes: set[str]
) -> None:
    trade = LAW.model_of(facts).trade
    assert trade is not None and trade.model.id == model
    direction = facts["direction"]
    assert {m.code for m in trade.model.modes if m.direction == direction} == codes


def test_before_july_2020_exports_to_businesses_had_no_mode_of_their_own() -> None:
    codes = {
        day: {mode.code for mode in PACK.on(day).models["b2b-direct"].modes}
        for day in (date(2020, 6, 30), date(2020, 7, 1))
    }
    assert codes == {date(2020, 6, 30): {"0110"}, date(2020, 7, 1): {"9710"}}


@pytest.mark.parametrize(
    ("question", "matter", "facts", "institution"),
    [
        (
            "quality of infant formula, live stream, from abroad",
            "quality",
            LIVE | FORMULA,
            "customs-office",
        ),
        ("safety of that formula as food", "food", LIVE | FORMULA, "customs-office"),
        ("recall of that formula", "consumer", LIVE | FORMULA, "amr-platform-seat"),
        (
            "check of those who sell food",
            "food",
            RETAIL | {"role": "platform"},
            "amr-platform-seat",
        ),
        ("conduct of the host", "platform", LIVE | {"role": "merchant"}, "amr-platform-seat"),
        ("complaint of a buyer of bonded goods", "consumer", BONDED, "amr-platform-seat"),
        (
            "complaint about goods sold at home",
            "consumer",
            RETAIL | {"stock": "domestic"},
            "amr-county",
        ),
        ("recipe of formula sold at home", "food", {"stock": "domestic"} | FORMULA, "samr"),
        ("tax of a parcel from abroad", "tax", RETAIL | {"role": "declarant"}, "customs-office"),
        ("what platforms report about sellers", "tax", RETAIL | {"role": "platform"}, "tax-office"),
        ("refund for an exporter", "tax", PARCEL_OUT | {"role": "merchant"}, "tax-office"),
        ("wrong order message", "customs", RETAIL | {"role": "platform"}, "customs-office"),
        ("recordal of a trade mark", "customs", {"role": "rights-holder"}, "gacc"),
        (
            "goods of military use",
            "customs",
            PARCEL_OUT | {"role": "merchant", "product": "dual-use"},
            "mofcom",
        ),
        (
            "licence of a payment institution",
            "payments",
            {"role": "payment-institution"},
            "pbc-branch",
        ),
        (
            "money received from abroad",
            "payments",
            PARCEL_OUT | {"role": "merchant"},
            "safe-branch",
        ),
        ("leak of order data at a marketplace", "data", PARCEL_OUT | {"role": "platform"}, "cac"),
        ("data on waybills", "data", {"role": "carrier"}, "post-province"),
        ("notice of infringement not acted on", "ip", {"role": "platform"}, "amr-platform-seat"),
        ("fakes in a container", "ip", {"role": "declarant"}, "customs-office"),
        ("prices of a shopping festival", "price", {"role": "platform"}, "amr-platform-seat"),
        ("medicines offered on a platform", "drugs", {"role": "platform"}, "nmpa-province"),
        ("cosmetics by parcel", "cosmetics", RETAIL, "customs-office"),
        ("cosmetics for resale", "cosmetics", RETAIL | {"buyer": "business"}, "nmpa"),
        (
            "lithium batteries of a merchant",
            "transport",
            {"role": "merchant", "product": "batteries"},
            "caac",
        ),
        (
            "foreign exchange of a payment institution",
            "foreign-exchange",
            {"role": "payment-institution"},
            "safe-branch",
        ),
        (
            "telecommunications of a marketplace",
            "networks",
            {"role": "platform"},
            "telecom-province",
        ),
        (
            "grading of systems",
            "networks",
            {"role": "platform", "harm": "network-security"},
            "police-local",
        ),
        ("parcels taken without identity", "transport", {"role": "carrier"}, "post-province"),
        ("ivory", "environment", {"role": "merchant", "product": "wildlife"}, "forestry"),
        (
            "own site without filing",
            "platform",
            {"role": "merchant", "operator": "own-shop"},
            "telecom-province",
        ),
        ("imitation guns", "quality", {"product": "weapons"}, "police-local"),
    ],
)
def test_each_question_has_one_authority(
    question: str, matter: str, facts: Facts, institution: str
) -> None:
    assert lead(matter, facts) == institution, question


def test_each_matter_has_one_authority_even_when_nothing_was_declared() -> None:
    for matter, who in product(Matter, Who):
        assert lead(matter, {"role": who}), (matter, who)
        assert lead(matter, {}), matter


def test_one_escalates_from_each_local_office_to_a_national_one() -> None:
    for institution in LAW.institutions.values():
        seen = institution
        while seen.parent:
            seen = LAW.institutions[seen.parent]
        assert seen.level == "national" or seen.id == "ecology-local", institution.id


def test_there_are_at_least_120_duties_each_with_source_evidence_and_both_languages() -> None:
    assert len(LAW.obligations) >= 120
    for duty in LAW.obligations.values():
        assert duty.text is not None and duty.evidence and duty.matter is not None, duty.id
        assert duty.timer or duty.deadline or duty.value, duty.id
        assert duty.reference.instrument and duty.violation in LAW.violations, duty.id
        for words in (duty.title, duty.text, *duty.evidence):
            assert words.en.lstrip("“")[0].isupper() and re.search("[一-鿿]", words.zh), (
                duty.id,
                words,
            )


def test_everybody_in_the_trade_has_duties_and_all_matters_are_spoken_of() -> None:
    assert {duty.who for duty in LAW.obligations.values()} == set(Who)
    assert {duty.matter for duty in LAW.obligations.values()} == set(Matter)


def test_no_title_is_given_to_two_duties() -> None:
    titles = [duty.title.en for duty in LAW.obligations.values()]
    assert len(titles) == len(set(titles))


def test_the_duties_of_the_first_edition_keep_their_names() -> None:
    assert {
        *("register", "be-licensed", "be-licensed-carrier", "appoint-agent", "send-order"),
        *("send-payment", "send-waybill", "declare", "complete-in-time", "verify-identity"),
        *("no-waybill-twice", "pay-tax", "keep-limits", "no-resale", "apply-return"),
        *("bring-back", "follow-edition"),
    } <= set(LAW.obligations)


def test_no_text_repeats_a_number_of_the_law_with_its_unit() -> None:
    words_of_time = "days?|months?|years?|hours?|日|天|个月|年|小时"
    words_of_money = "%|percent|per cent|CNY|yuan|USD|EUR|元|万元"
    units = rf"\d+(?:\.\d+)?\s*(?:{words_of_time}|{words_of_money})"
    for duty in LAW.obligations.values():
        for words in (duty.title, duty.text, duty.deadline, *duty.evidence):
            if words is not None:
                assert not re.search(units, f"{words.en} {words.zh}"), (duty.id, words)


@pytest.mark.parametrize(
    ("facts", "who", "wanted"),
    [
        (
            RETAIL | FORMULA,
            "merchant",
            {"formula-retail-notice", "formula-no-promotion", "food-recall-agent", "appoint-agent"},
        ),
        (LIVE | FORMULA, "merchant", {"live-room-show", "live-check-goods", "live-cbec-notice"}),
        (BONDED, "warehouse", {"bonded-account-book", "bonded-gate-pass", "return-centre"}),
        (RETAIL, "consumer", {"keep-limits", "no-resale", "guard-identity"}),
        (
            PARCEL_OUT,
            "platform",
            {"verify-merchants", "report-sellers-quarterly", "ip-restore", "publish-rules"},
        ),
        (PARCEL_OUT | {"stock": "overseas-warehouse"}, "declarant", {"export-warehouse-declare"}),
        (PARCEL_OUT | {"route": "US"}, "merchant", {"us-entry"}),
        (PARCEL_OUT | {"route": "DE"}, "merchant", {"eu-responsible-person", "destination-rules"}),
        (
            RETAIL | {"sale": "subscription"},
            "merchant",
            {"warn-before-renewal", "consent-to-subscription"},
        ),
        (
            RETAIL,
            "payment-institution",
            {"send-payment", "be-licensed", "know-merchant", "rated-yearly"},
        ),
        (PARCEL_OUT, "carrier", {"real-name-send", "open-and-look", "waybill-privacy"}),
        (RETAIL, "rights-holder", {"ip-notice-true", "ip-record-customs"}),
        (
            RETAIL | {"buyer": "business", "product": ["1901101010"]},
            "importer",
            {"formula-recipe", "register-plant"},
        ),
    ],
)
def test_somebody_with_a_trade_is_told_what_to_do(facts: Facts, who: str, wanted: set[str]) -> None:
    duties = {duty.obligation.id: duty for duty in LAW.duties_of(facts, who)}
    assert wanted <= set(duties)
    for name in wanted:
        duty = duties[name]
        assert duty.responsible is not None and duty.responsible.lead is not None, name
        assert duty.violation is not None and duty.penalties, name


def test_privileges_of_parcels_are_not_told_to_those_who_sell_at_home() -> None:
    at_home = RETAIL | {"stock": "domestic"}
    told = {duty.obligation.id for duty in LAW.duties_of(at_home, "merchant")}
    assert not told & {"risk-notice", "e-label", "only-listed-goods", "appoint-agent"}
    assert "domestic-vat" in told


def test_parcels_to_the_european_union_bear_a_duty_from_july_2026() -> None:
    told = {
        day: {
            each.id
            for each in PACK.on(day).obligations_of(PARCEL_OUT | {"route": "DE"}, "merchant")
        }
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    }
    assert told[date(2026, 7, 1)] - told[date(2026, 6, 30)] == {"eu-parcel-duty"}


def test_the_filing_of_overseas_warehouses_has_ended() -> None:
    name = "file-overseas-warehouse"
    assert name in PACK.on(date(2024, 12, 14)).obligations
    assert name not in PACK.on(date(2024, 12, 15)).obligations


def test_every_violation_is_committed_by_neglecting_some_duty() -> None:
    assert set(LAW.violations) == {duty.violation for duty in LAW.obligations.values()}


def test_fines_have_ranges_and_shares_a_base() -> None:
    fines = [p for p in LAW.penalties.values() if p.kind is PenaltyKind.FINE]
    assert len(fines) > 60
    for fine in fines:
        assert fine.minimum is not None and fine.maximum is not None and fine.unit, fine.id
        assert fine.unit == "CNY" or fine.base is not None, fine.id


def test_publicity_has_the_tiers_with_their_clocks_and_a_way_out() -> None:
    tiers = LAW.publicity
    assert list(tiers) == ["none", "minor", "general", "serious"]
    clocks = ["", "cn-pub-minor", "cn-pub-general", "cn-pub-serious"]
    assert [tier.timer for tier in tiers.values()] == clocks
    assert all(tier.way_out is not None for tier in tiers.values())


def test_three_methods_of_calculation_stand_side_by_side() -> None:
    assert {"cn-benchmark", "edpb", "ofac"} <= set(LAW.methods)
    assert all(method.bands and method.steps for method in LAW.methods.values())


def test_nothing_claims_to_be_verified_whose_text_was_not_seen() -> None:
    seen = {entry.id: entry.verified for entry, _ in read("cn").references}
    own = ("obligations", "violations", "penalties", "competences", "publicity", "factors")
    for section in own:
        for entry, _ in getattr(read("cn"), section):
            if entry.verified:
                assert seen[entry.reference] or entry.reference in PARTLY, (section, entry.id)


def test_files_stay_short_enough_to_be_read() -> None:
    for path in Path(PACKS / "cn" / "obligations").rglob("*.yaml"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 420, (path, lines)


def test_the_duty_decides_who_leads_in_a_matter_of_two_authorities() -> None:
    law = load("cn").on(date(2026, 3, 2))
    leads = {
        duty.obligation.id: duty.responsible.lead.id
        for duty in law.duties_of(RETAIL | {"operator": "marketplace"}, "platform")
        if duty.responsible and duty.responsible.lead and duty.obligation.matter == "networks"
    }
    assert leads == {"telecom-licence": "telecom-province", "security-level": "police-local"}


def test_every_duty_that_breaks_foreign_exchange_rules_is_of_that_matter() -> None:
    law = load("cn").on(date(2026, 3, 2))
    broken = [each for each in law.obligations.values() if each.violation.startswith("fx-")]
    assert len(broken) >= 9
    assert {each.matter for each in broken} == {"foreign-exchange"}
