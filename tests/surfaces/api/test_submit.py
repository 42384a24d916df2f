"""`tidewaiter submit` and `tidewaiter precheck`: the side of the client."""

from unittest.mock import patch

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

from tests.surfaces.api.makers import NOON, an_order, in_json, in_xml
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.models import Message
from tidewaiter.surfaces.ops import submit as client
from tidewaiter.surfaces.ops.submit import precheck, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_this_process():
    """The client speaks to the application without a network between them."""
    application = get_wsgi_application()

    def made(url, token):
        return httpx.Client(
            transport=httpx.WSGITransport(app=application),
            base_url="http://localhost/api/v1",
            headers={"Authorization": f"Bearer {token}"},
        )

    with patch.object(client, "_client", made):
        yield


@pytest.fixture
def folder(tmp_path):
    def kept(name, raw):
        file = tmp_path / name
        file.write_bytes(raw)
        return file

    return kept


def answer_all(firm):
    """What an assessor does with every message that is there."""
    for message in Message.objects.all():
        issue_receipts(
            [
                Outgoing(
                    firm.operator.pk,
                    message.pk,
                    position,
                    "312",
                    "120",
                    '{"fields":{"guid":"G","orderNo":"A"},"reasons":[]}',
                )
                for position in range(message.documents)
            ],
            at=message.received_at,
        )


def test_each_document_gets_a_line_with_its_receipt_where_there_is_one(firm, folder):
    files = [
        folder("a.xml", in_xml(an_order("A-1"), an_order("A-2", freight="-1"))),
        folder("b.json", in_json(an_order("A-3"))),
        folder("c.xml", b"<broken"),
    ]
    lines = submit("http://x", lambda _: firm.token, files, wait=3)
    refused, broken = next(lines), next(lines)
    answer_all(firm)
    first, second = lines
    assert (refused["status"], refused["position"]) == ("100", 1)
    assert refused["reasons"][0]["code"]
    assert broken["file"].endswith("c.xml") and broken["refused"] is True
    assert (first["status"], first["position"], first["kind"]) == ("120", 0, "312")
    assert first["info"] == "[Code:1800;Desc:逻辑校验通过]"
    assert second["file"].endswith("b.json")


def test_a_document_without_receipt_says_that_it_waits(firm, folder):
    [line] = submit("http://x", lambda _: firm.token, [folder("a.xml", in_xml())], wait=0)
    assert (line["status"], line["waiting"]) == ("2", True)


def test_submitting_again_finds_the_receipt_of_the_first_time(firm, folder):
    file = folder("a.xml", in_xml())
    list(submit("http://x", lambda _: firm.token, [file], wait=0))
    Message.objects.update(received_at=NOON)
    answer_all(firm)
    [line] = submit("http://x", lambda _: firm.token, [file], wait=0)
    assert line["status"] == "120"


def test_a_refused_key_is_told_in_one_line_for_each_file(firm, folder):
    [line] = submit("http://x", lambda _: "tw_wrong", [folder("a.xml", in_xml())])
    assert (line["http"], line["code"]) == (401, "access.key")


def test_network_trouble_is_one_sentence_and_exit_code_2(folder, capsys):
    def gone(url, token):
        def raised(request):
            raise httpx.ConnectError("Connection refused")

        return httpx.Client(transport=httpx.MockTransport(raised), base_url="http://x/api/v1")

    with patch.object(client, "_client", gone), pytest.raises(SystemExit) as caught:
        list(submit("http://x", lambda _: "t", [folder("a.xml", in_xml())]))
    assert caught.value.code == 2
    assert capsys.readouterr().err == "http://x cannot be reached: Connection refused.\n"


def test_another_server_is_recognised_as_such(folder, capsys):
    def other(url, token):
        return httpx.Client(
            transport=httpx.MockTransport(lambda request: httpx.Response(200, text="<html>")),
            base_url="http://x/api/v1",
        )

    with patch.object(client, "_client", other), pytest.raises(SystemExit) as caught:
        list(submit("http://x", lambda _: "t", [folder("a.xml", in_xml())]))
    assert caught.value.code == 2
    assert "not as a Tidewaiter would" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_one_sentence(firm, tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        list(submit("http://x", lambda _: firm.token, [tmp_path / "none.xml"]))
    assert caught.value.code == 2
    assert "none.xml cannot be read" in capsys.readouterr().err


def test_a_busy_server_is_asked_again(firm, folder):
    answers = [
        httpx.Response(503, json={"code": "api.database"}, headers={"Retry-After": "0"}),
        httpx.Response(
            422,
            json={"message": 1, "kind": "311", "guid": None, "refused": True, "documents": []},
        ),
    ]

    def busy(url, token):
        return httpx.Client(
            transport=httpx.MockTransport(lambda request: answers.pop(0)),
            base_url="http://x/api/v1",
        )

    with patch.object(client, "_client", busy):
        [line] = submit("http://x", lambda _: "t", [folder("a.xml", in_xml())])
    assert line["refused"] is True


def test_files_are_prechecked_together_as_one_draft(firm, folder):
    files = [folder("a.xml", in_xml(an_order("A-1"))), folder("b.xml", b"<broken")]
    with patch("tidewaiter.surfaces.api.precheck._judged", return_value={"outcome": "x"}) as judge:
        parcel, faults = precheck("http://x", firm.token, files)
    assert parcel == {"outcome": "x"}
    assert faults["faults"][0]["code"]
    assert judge.call_args.args[0]["order"].head.orderNo == "A-1"
    assert not Message.objects.exists()
