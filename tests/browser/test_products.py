"""Products, chains and reports, in a real browser."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from tests.provenance.chains import MAKER, PORT, SHOP, an_event, of_paper, places, told, whole_chain
from tests.provenance.makers import CUBE, GENUINE, a_product, a_register, firm, handed_in, listed
from tests.surfaces.visitors import a_person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = [{"width": 360}, {"width": 1440}, {"width": 360, "scheme": "dark", "language": "zh-CN"}]
PAGES = [
    "/products/", "/products/?code=1", "/01/04006381333931/10/B1", "/01/09520123456788",
    "/01/0887961809596", "/01/4012345123456", "/desk/products/", "/desk/products/04006381333931/",
    "/desk/products/09520123456788/", "/desk/reports/{genuine}/", "/desk/reports/{frozen}/",
]  # fmt: skip


@pytest.fixture
def shelf(settings: Any, tmp_path: Path, db: None) -> dict[str, Any]:
    """A product of grade A, one that contradicts itself, a report that is frozen."""
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, GENUINE)
    places()
    listed()
    now = timezone.now()
    genuine = handed_in(a_product(), at=now)
    whole_chain(
        *(firm(f"91330100TWFIRM000{number}", f"Firm {number}") for number in (1, 2, 3)), at=now
    )
    cube = a_product(CUBE, name="Magnetic cube, 216 pieces", model="C-1", brand="Cubist")
    frozen = handed_in(cube, at=now, results=(), **{"CNAS No.": "L9999"})
    told(
        an_event("commissioning", MAKER, action="ADD", item=CUBE),
        an_event("shipping", MAKER, 1, item=CUBE, **of_paper("9")),
        an_event("receiving", PORT, 1.01, item=CUBE, **of_paper("9")),
        an_event("shipping", PORT, 3, item=CUBE, number=140),
        an_event("retail_selling", SHOP, 9, item=CUBE, number=140),
        at=now + timedelta(seconds=1),
    )
    me = a_person("senior_officer", name="Sun")
    return {"me": me, "genuine": genuine.pk, "frozen": frozen.pk}


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_products_can_be_used_by_everybody(arrive: Any, shelf: dict[str, Any], screen: Any) -> None:
    visitor = arrive(**screen)
    client = Client()
    client.force_login(shelf["me"])
    name = project.SESSION_COOKIE_NAME
    visitor.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": visitor.address}]
    )
    faults = {}
    for path in PAGES:
        page = visitor.open(path.format(**shelf))
        assert "/sign-in/" not in page.url
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = visitor.faults(page)
        visitor.complaints.clear()
        if found:
            faults[path] = found
        page.close()
    assert faults == {}
