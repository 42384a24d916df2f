"""Ten thousand messages with bytes, fields and trees out of order: none fails, none gets stuck."""

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.cast import CLERK, NOON
from tests.makers import a_parcel, arrive, decide, decide_overdue, declaration_of, four
from tests.stories.ledger import sums_agree
from tests.stories.mutations import bases, mutated
from tidewaiter.base.identity.commands import issue_client_key
from tidewaiter.base.identity.permissions import CLIENT_SCOPES
from tidewaiter.intake.models import Arrival, Awaited
from tidewaiter.intake.models import Message as Journal
from tidewaiter.registry.models import Operator

MESSAGES = int(os.environ.get("TIDEWAITER_MUTATIONS", "10000"))
SEED = int(os.environ.get("TIDEWAITER_MUTATION_SEED", "20260601"))


@pytest.mark.timeout(900)
def test_ten_thousand_mutated_messages_are_answered_and_leave_nothing_stuck(
    firms: dict[str, Operator],
) -> None:
    parcel = a_parcel(seed=9)
    arrive(*four(parcel))
    xml, in_json = bases(declaration_of(parcel.inventory))
    https: dict[str, Client] = {}
    for sender in {base.sender for base in (*xml, *in_json)}:
        token = issue_client_key(
            organisation=firms[sender].organisation,
            label="Shop",
            scopes=sorted(CLIENT_SCOPES),
            by=CLERK,
            at=NOON,
        ).token
        https[sender] = Client(headers={"authorization": f"Bearer {token}"})
    seen: Counter[str] = Counter()
    for turn, message in enumerate(mutated(xml, in_json, MESSAGES, SEED)):
        media_type = "application/json" if turn % 4 == 3 else "application/xml"
        answer = https[message.sender].post(
            "/api/v1/messages", data=message.raw, content_type=media_type
        )
        seen[str(answer.status_code)] += 1
        assert answer.status_code in {202, 422}, (turn, answer.content, message.raw)
        told = answer.json()
        if answer.status_code == 422:
            assert told["reasons"], (turn, told)
            seen.update(reason["code"] for reason in told["reasons"])
        for document in told["documents"] if answer.status_code == 202 else ():
            assert document["status"] in {"2", "100"}
            assert (document["status"] == "100") == bool(document.get("reasons")), document
            for reason in document.get("reasons", ()):
                seen[reason["code"]] += 1
                assert reason["message"]["en"]
                assert reason["cure"]["zh"]
        if turn % 50 == 49:
            decide(at=timezone.now())
    decide(at=timezone.now())
    assert not Arrival.objects.exists()
    while decide_overdue(at=timezone.now() + timedelta(days=3)):
        pass
    assert not Awaited.objects.exists()
    assert sums_agree()
    _everything_is_in_the_journal()
    # the mutations reach far: many answers of either sort, and many different reasons
    assert min(seen["202"], seen["422"]) > MESSAGES / 10
    assert len(seen) > 35


def _everything_is_in_the_journal() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_message WHERE length(answer) < 10")
        assert cursor.fetchone() == (0,)
    assert Journal.objects.count() > MESSAGES / 2
