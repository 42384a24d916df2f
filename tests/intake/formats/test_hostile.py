"""Input meant to do harm is refused quickly, with a coded answer, and never raises."""

import time

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.json import parse_json, write_json
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.messages import Limits
from tidewaiter.intake.formats.ceb.xml import parse, write

ORDER = write(makers.message(Kind.ORDER, makers.document(Kind.ORDER, buyerName="测试人")))
ORDER_JSON = write_json(makers.message(Kind.ORDER, makers.document(Kind.ORDER, lines=2)))
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">'.replace("lol0", "lol").encode()
        for n in range(1, 10)
    )
    + b"]><lolz>&lol9;</lolz>"
)
EXTERNAL = ORDER.replace(
    DECLARATION, DECLARATION + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
).replace(">测试人<".encode(), b">&e;<")
NESTED = b"<note>" * 500_000
DEEP_INSIDE = ORDER.replace(b"</ceb:OrderHead>", b"<a>" * 20 + b"</a>" * 20 + b"</ceb:OrderHead>")


def _code(raw: bytes) -> str:
    parsed = parse(raw)
    assert parsed.documents == []
    (fault,) = parsed.faults
    assert fault.message["en"] and fault.message["zh"] and fault.cure["en"] and fault.cure["zh"]
    return fault.code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"", "TW-G01-EMPTY", id="nothing"),
        pytest.param(b" \n ", "TW-G01-EMPTY", id="blanks"),
        pytest.param(LAUGHS, "TW-G01-DTD", id="billion laughs"),
        pytest.param(EXTERNAL, "TW-G01-DTD", id="external entity"),
        pytest.param(b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x"><x/>', "TW-G01-DTD", id="DTD"),
        pytest.param(b"<a>" * 3_500_000, "TW-G01-SIZE", id="10 MB of nested tags"),
        pytest.param(NESTED, "TW-G01-DEPTH", id="3 MB of nested tags"),
        pytest.param(ORDER[:-30], "0001", id="cut off"),
        pytest.param(ORDER.replace(b">A<", b">A\0<", 1), "0001", id="NUL byte"),
        pytest.param(ORDER.replace(b">A<", b">&#0;<", 1), "0001", id="NUL reference"),
        pytest.param(ORDER.replace(b">A<", b">\x07<", 1), "0001", id="bell"),
        pytest.param(ORDER.replace(b">A<", b">&unknown;<", 1), "0001", id="unknown entity"),
        pytest.param(
            ORDER.replace("测试人".encode(), "é".encode("latin-1")),
            "TW-G01-ENCODING",
            id="latin-1 under the name of UTF-8",
        ),
        pytest.param(
            ORDER.decode().replace("UTF-8", "GBK").encode("gbk"), "TW-G01-ENCODING", id="GBK"
        ),
        pytest.param(ORDER.decode().encode("utf-16"), "TW-G01-ENCODING", id="UTF-16"),
        pytest.param(b"\x00\x01\x02\xff", "TW-G01-ENCODING", id="no text at all"),
        pytest.param(b"<html></html>", "TW-G01-ROOT", id="another document"),
    ],
)
def test_a_hostile_message_is_refused_with_a_code(raw: bytes, code: str) -> None:
    started = time.perf_counter()
    assert _code(raw) == code
    assert time.perf_counter() - started < 2


def test_elements_nested_inside_a_document_refuse_that_document_alone() -> None:
    parsed = parse(DEEP_INSIDE)
    assert parsed.faults == []
    (found,) = parsed.documents
    assert [fault.code for fault in found.faults] == ["TW-G01-DEPTH"]


def test_elements_nested_beside_the_documents_refuse_the_message() -> None:
    deep = b"<ceb:ExtendMessage>" + b"<a>" * 20 + b"</a>" * 20 + b"</ceb:ExtendMessage>"
    raw = ORDER.replace(b"</ceb:CEB311Message>", deep + b"</ceb:CEB311Message>")
    assert [fault.code for fault in parse(raw).faults] == ["TW-G01-DEPTH"]


def test_a_byte_order_mark_is_accepted() -> None:
    assert parse(b"\xef\xbb\xbf" + ORDER).documents[0].faults == []


def test_a_comment_inside_a_value_does_not_cut_it() -> None:
    raw = ORDER.replace("测试人".encode(), "测<!-- x -->试人".encode())
    found = parse(raw).documents[0]
    assert found.document is not None
    assert found.document.head.buyerName == "测试人"


@pytest.mark.parametrize(
    "raw",
    [
        ORDER.replace("测试人".encode(), "测<?x y?>试人".encode()),
        ORDER.replace(b"<ceb:Order>", b"<?x y?><ceb:Order>"),
        ORDER + b"<?x y?>",
    ],
    ids=["inside a value", "between documents", "behind the root"],
)
def test_a_processing_instruction_is_refused(raw: bytes) -> None:
    assert _code(raw) == "TW-G01-INSTRUCTION"


def test_marked_character_data_is_read_as_text() -> None:
    raw = ORDER.replace("测试人".encode(), "测<![CDATA[<?x?>&]]>试人".encode())
    found = parse(raw).documents[0]
    assert found.document is not None
    assert found.document.head.buyerName == "测<?x?>&试人"


def test_the_size_limit_comes_from_the_caller() -> None:
    assert parse(ORDER, limits=Limits(size=100)).faults[0].code == "TW-G01-SIZE"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"", "TW-G01-EMPTY", id="nothing"),
        pytest.param(b"[" * 200_000, "TW-G01-DEPTH", id="nested lists"),
        pytest.param(b"{" + b" " * 9_000_000, "TW-G01-SIZE", id="too long"),
        pytest.param(ORDER_JSON[:-5], "0001", id="cut off"),
        pytest.param(b"[]", "TW-G01-TYPE", id="no object"),
        pytest.param(b'{"kind": "\xff"}', "TW-G01-ENCODING", id="not UTF-8"),
        pytest.param(b'{"kind": 311}', "TW-G01-ROOT", id="number as kind"),
        pytest.param(b'{"kind": 1' + b"0" * 9000 + b"}", "0001", id="huge number as kind"),
    ],
)
def test_hostile_json_is_refused_with_a_code(raw: bytes, code: str) -> None:
    parsed = parse_json(raw)
    assert parsed.documents == []
    assert [fault.code for fault in parsed.faults] == [code]


def test_a_control_character_escaped_in_json_is_refused() -> None:
    raw = ORDER_JSON.replace(b'"orderNo":"A"', b'"orderNo":"A\\u0000"')
    (found,) = parse_json(raw).documents
    assert [fault.code for fault in found.faults] == ["TW-G01-CHARACTER"]
    assert found.key is None
    assert all("\0" not in (fault.value or "") + fault.path for fault in found.faults)


def _mutated(raw: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, removed, inserted in edits:
        start = int(place * len(raw))
        raw = raw[:start] + inserted + raw[start + removed :]
    return raw


EDITS = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.binary(max_size=8)
        | st.sampled_from(
            [b"<", b">", b"&", b"</", b"<!--", b"<![CDATA[", b"]]>", b"\\u0000", b"{", b"1e999"]
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=400,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(edits=EDITS)
@example(edits=[(0.0, 0, b"\xef\xbb\xbf")])
def test_a_mutated_message_is_always_answered(edits: list[tuple[float, int, bytes]]) -> None:
    for raw, read in ((ORDER, parse), (ORDER_JSON, parse_json)):
        parsed = read(_mutated(raw, edits))
        assert parsed.faults or parsed.documents
        for found in parsed.documents:
            assert (found.document is None) == bool(found.faults)


@settings(max_examples=200, deadline=None, database=None)
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_answered(raw: bytes) -> None:
    assert parse(raw).refused
    assert parse_json(raw).refused


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, database=None)
@given(place=st.integers(0, 3), value=JSON_VALUES)
def test_any_json_value_in_any_place_is_answered(place: int, value: object) -> None:
    whole = msgspec.json.decode(ORDER_JSON)
    document = whole["documents"][0]
    if place == 0:
        document["head"]["goodsValue"] = value
    elif place == 1:
        document["lines"] = value
    elif place == 2:
        whole["documents"] = [value, document]
    else:
        whole["transfer"] = value
    parsed = parse_json(msgspec.json.encode(whole))
    assert parsed.documents
    for found in parsed.documents:
        assert (found.document is None) == bool(found.faults)
