"""A firm at the portal: a docket that waits for it, one that is decided, an application begun."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.base.docket.makers import (
    CLOCKWORK,
    QUESTION,
    a_paper,
    a_pdf,
    an_errand,
    firm,
    reasons,
    walked,
)
from tests.base.docket.test_applications import APPLIED
from tests.surfaces.portal.people import somebody_of
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.drafts import begin_draft, save_page
from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.example import APPLICATION, ERRAND
from tidewaiter.base.identity.commands import invite
from tidewaiter.flows.apply import hand_in
from tidewaiter.flows.dockets import REGISTERED, Registered
from tidewaiter.surfaces.kit.links import sealed


def a_firm_at_the_portal(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The owner, and the numbers of what its pages show."""
    monkeypatch.setitem(REGISTERED, ERRAND.code, Registered(ERRAND, applied=APPLIED))
    now = timezone.now()
    lin, head = a_person("officer", name="Lin"), a_person("senior_officer", name="Shen")
    me = somebody_of(firm(), "party_owner", name="Bao Li")
    somebody_of(firm(), "party_reader", name="Dai Min")
    made = invite(organisation=firm(), email="new@lotus.example", role="party", by=me.actor, at=now)
    file = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    paper = a_paper(
        file, name="report-of-the-warehouse.pdf", content=a_pdf(), about="Report", by=lin.actor,
        at=now,
    )  # fmt: skip
    letter = write_letter(
        file, file.parties.get(), subject="The crate", body="It is here.\n\nCome and see.",
        enclosed=[paper], by=lin.actor, at=now,
    )  # fmt: skip
    walked(file, "ask", by=lin.actor, at=now, ask=QUESTION)
    closed = walked(
        an_errand(at=now - timedelta(days=3), title="Return of two pallets of tea"), "take-up",
        by=lin.actor, at=now,
    )  # fmt: skip
    reasons(closed, "refuse", by=head.actor, at=now)
    walked(closed, "refuse", by=head.actor, at=now)
    draft = begin_draft("errand", APPLICATION, organisation=firm(), pack="cn", by=me.actor, at=now)
    pages = {page.name: page for page in APPLICATION.pages}
    save_page(
        draft, APPLICATION, pages["goods"], {"what": "A crate of tea", "abroad": "here"},
        by=me.actor, at=now,
    )  # fmt: skip
    save_page(
        draft, APPLICATION, pages["crates"], [{"crate": "C0042"}, {"crate": "C0043"}],
        by=me.actor, at=now,
    )  # fmt: skip
    hand_in(draft, APPLIED, "photo", "photograph.txt", b"a photograph", by=CLOCKWORK, at=now)
    return {
        "me": me, "file": file.pk, "closed": closed.pk, "paper": paper.pk, "letter": letter.pk,
        "draft": draft.pk, "sign_up": sealed("sign-up", email="bao@new.example"),
        "invitation": sealed("invitation", number=made.pk),
    }  # fmt: skip
