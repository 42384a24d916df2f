"""Products and facilities have checked numbers, and belong to one operator."""

from datetime import date

import pytest

from tests.cast import CLERK, STRANGER, machine_of, officer
from tests.provenance.makers import (
    LIST,
    MONDAY,
    TRAIN,
    a_facility,
    a_product,
    firm,
    listed,
)
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.load_facilities import load_facilities
from tidewaiter.provenance.commands.laboratories import load_laboratories
from tidewaiter.provenance.formats.identifiers import gtin, link_of, named, short
from tidewaiter.provenance.formats.laboratories import read_laboratories
from tidewaiter.provenance.models import Facility, Laboratory, Product
from tidewaiter.provenance.rules.laboratories import covers, same_number


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("4006381333931", "04006381333931"),
        ("9520123456788", "09520123456788"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("4006381333932", None),
        ("400638133393", None),
        ("abc", None),
    ],
)
def test_a_trade_item_number_is_checked_by_its_last_digit(given: str, number: str | None) -> None:
    assert gtin(given) == number
    if number is not None:
        assert short(number) == given


@pytest.mark.parametrize(
    ("uri", "link"),
    [
        ("urn:epc:id:sgtin:4012345.011111.9876", "https://id.gs1.org/01/04012345111118/21/9876"),
        ("urn:epc:class:lgtin:4012345.012345.998877",
         "https://id.gs1.org/01/04012345123456/10/998877"),
        ("urn:epc:idpat:sgtin:4012345.011111.*", "https://id.gs1.org/01/04012345111118"),
        ("urn:epc:id:sscc:4023333.0222222222", "https://id.gs1.org/00/040233332222222222"),
        ("urn:epc:id:sgln:4012345.00001.0", "https://id.gs1.org/414/4012345000016"),
        ("https://shop.example/a/01/9520123456788/10/B1?x=1",
         "https://id.gs1.org/01/09520123456788/10/B1"),
        ("https://id.gs1.org/01/9520123456788/10/B1/21/7",
         "https://id.gs1.org/01/09520123456788/21/7"),
        ("https://id.gs1.org/01/9520123456789", None),
        ("urn:epc:id:sgtin:40123.011111.9876", None),
        ("no uri", None),
    ],
)  # fmt: skip
def test_names_of_goods_come_out_as_one_digital_link(uri: str, link: str | None) -> None:
    found = named(uri)
    assert (found and found.link) == link


def test_a_link_names_the_finest_that_is_known() -> None:
    assert link_of("04006381333931", batch="B 1/2").endswith("/10/B%201%2F2")
    assert link_of("04006381333931", batch="B1", serial="7").endswith("/21/7")


@pytest.mark.django_db
def test_a_product_with_one_wrong_digit_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(Refusal) as no:
        a_product("4006381333930")
    assert no.value.code == "product.gtin"
    assert not Product.objects.exists()


@pytest.mark.django_db
def test_a_product_belongs_to_whoever_placed_it_on_the_market_first() -> None:
    a_product()
    with pytest.raises(Refusal) as no:
        a_product(operator=firm("91330100TWFIRM0002", "Cube"))
    assert no.value.code == "product.taken"


@pytest.mark.django_db
def test_registering_again_brings_a_product_up_to_date() -> None:
    a_product()
    a_product(name="Wooden train", batches=[("B2", date(2026, 5, 1))])
    product = Product.objects.get()
    assert product.name == "Wooden train"
    assert [batch.number for batch in product.batches.all()] == ["B1", "B2"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"origin": "999"}, "product.origin"),
        ({"hs_code": "95.03"}, "product.hs-code"),
        ({"name": " "}, "product.wanting"),
        ({"made_at": "4012345000016"}, "facility.unknown"),
        ({"made_at": "4012345000017"}, "facility.gln"),
    ],
)
def test_a_badly_described_product_is_refused(wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as no:
        a_product(**wrong)
    assert no.value.code == code


@pytest.mark.django_db
def test_a_stranger_sees_no_product_and_a_firm_its_own() -> None:
    product = a_product()
    a_facility("4012345000016", operator=product.operator)
    assert not Product.objects.visible_to(STRANGER).exists()
    assert not Facility.objects.visible_to(STRANGER).exists()
    assert Product.objects.visible_to(machine_of(product.operator)).get() == product
    assert Product.objects.visible_to(officer("officer")).get() == product
    assert not Product.objects.visible_to(officer("operator")).exists()
    assert product.barcode == TRAIN


@pytest.mark.django_db
def test_a_list_of_laboratories_is_taken_over_with_its_scope_and_never_goes_back() -> None:
    listed()
    assert Laboratory.objects.get().scope.count() == 3
    listed(LIST.replace(b"      - {standard: GB 6675.2}\n", b"").replace(b"05-01", b"05-02"))
    assert Laboratory.objects.get().scope.count() == 2
    with pytest.raises(Refusal) as no:
        load_laboratories(read_laboratories(LIST), by=CLERK, at=MONDAY)
    assert no.value.code == "laboratory.older"
    assert Laboratory.objects.get().scope.count() == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (LIST.replace(b"    accreditor: CNAS\n", b""), "accreditor"),
        (LIST.replace(b"    from: 2020-01-01\n", b"    from: 2028-01-01\n"), "ends"),
        (LIST + LIST.split(b"laboratories:\n")[1], "twice"),
        (b"laboratories: [", "expected"),
    ],
)
def test_a_broken_list_of_laboratories_names_its_place(content: bytes, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_laboratories(content)


@pytest.mark.parametrize(
    ("listed_as", "asked", "covered"),
    [
        ("GB 6675.1", "GB 6675.1-2014", True),
        ("GB 6675.1-2014", "GB6675.1—2014", True),
        ("GB 6675.1-2003", "GB 6675.1-2014", False),
        ("GB 6675", "GB 6675.1-2014", False),
        ("GB 6675 (all parts)", "GB 6675.1-2014", True),
        ("EN 71-3", "EN 71-3:2019", False),
        ("GB 6675.1", "GB 6675.14-2014", False),
    ],
)
def test_a_scope_covers_its_standards_only(listed_as: str, asked: str, covered: bool) -> None:
    assert covers(listed_as, asked) is covered


def test_numbers_of_accreditations_are_compared_without_their_dress() -> None:
    assert same_number("CNAS L1234", "L 1234")
    assert not same_number("CNAS L1234", "L1235")
    assert not same_number("", "")


REGISTER = (
    "gln,name,address,country,latitude,longitude,operator,authority,number,prefixes,from,to,"
    "verified_by,verified_on\n"
    "4012345000016,Works,Osaka,116,34.69,135.50,,GACC,J1,9503 9504,2026-01-01,2026-12-31,"
    "register of GACC,2026-05-01\n"
    "{line}\n"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("4012345000017,Wrong,,,,,,,,,,,,", "location number"),
        ("4012345000023,Port,,999,,,,,,,,,,", "999"),
        ("4012345000023,Port,,,95.5,1,,,,,,,,", "on no map"),
        ("4012345000023,Port,,,5.5,,,,,,,,,", "stand together"),
        ("4012345000023,Port,,,,,NOBODY,,,,,,,", "NOBODY"),
        ("4012345000023,Port,,,,,,GACC,,,,,,", "a number and a first day"),
        ("4012345000023,Port,,,,,,GACC,J2,9503,2026-05-01,2026-04-01,,", "before it begins"),
        ("4012345000023,Port,,,,,,GACC,J2,toys,2026-05-01,,,", "prefixes"),
        ("4012345000023,,,,,,,,,,,,,", "name"),
    ],
)
def test_a_register_of_facilities_is_taken_but_for_its_wrong_lines(line: str, problem: str) -> None:
    found = list(load_facilities(REGISTER.format(line=line).encode(), by=CLERK, at=MONDAY))
    assert found[0] is None
    assert found[1] is not None
    assert problem in found[1].sentence()
    facility = Facility.objects.get()
    assert facility.registrations.get().prefixes == ["9503", "9504"]


def test_a_file_that_is_no_register_of_facilities_is_refused() -> None:
    with pytest.raises(ValueError, match="gln"):
        list(load_facilities(b"a,b\n1,2\n", by=CLERK, at=MONDAY))
