"""Lists and hits in a real browser."""

import json
import os
from pathlib import Path

import pytest
from django.utils import timezone

from tests import makers
from tests.browser.test_pages import sign_in
from tests.cast import ANALYST, everybody
from tests.makers import a_parcel, declaration_of, four
from tests.surfaces.visitors import a_person
from tidewaiter.engine.screening.lists.loader import Form
from tidewaiter.flows.load_list import load_list
from tidewaiter.risk.models import ScreeningHit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = [
    {"width": 360},
    {"width": 1440},
    {"width": 360, "language": "zh-CN"},
    {"width": 1440, "language": "zh-CN", "scheme": "dark"},
]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_lists_and_hits_can_be_read_by_everybody(arrive, screen, tmp_path):
    everybody()
    parcel, now = a_parcel(), timezone.now()
    head = parcel.inventory.head
    entry = {"number": "K-7", "name": head.buyerName, "aliases": ["Montague Quillfeather", "Q."],
             "sort": "person", "born": ["1901-02-03"], "papers": [head.buyerIdNumber],
             "addresses": ["12 Very Long Street Name of the Harbour Quarter, Port of Invention"],
             "programmes": ["STRUCK-OFF"]}  # fmt: skip
    file = tmp_path / "own.json"
    file.write_text(json.dumps([entry], ensure_ascii=False), "utf-8")
    load_list(Form.OWN, [file], code="struck-off", by=ANALYST, at=now)
    makers.arrive(*four(parcel), at=now)
    hit = ScreeningHit.objects.filter(screened__role="buyer").get()
    number = declaration_of(parcel.inventory).pk
    visitor = arrive(**screen)
    sign_in(visitor, a_person("senior_officer"))
    parcel_page = f"/desk/parcels/{number}/"
    for path in ("/desk/lists/", parcel_page, f"{parcel_page}hits/{hit.pk}/"):
        page = visitor.open(path)
        assert visitor.faults(page) == []
        if os.environ.get("SHOTS"):
            words = [path.split("/")[2], str(path.count("/")), *map(str, screen.values())]
            name = f"{'-'.join(words)}.png"
            page.screenshot(path=Path(os.environ["SHOTS"]) / name, full_page=True)
