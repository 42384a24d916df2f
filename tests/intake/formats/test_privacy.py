"""What is personal is taken out of a document, and only that."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.fields import Privacy, Wire, fields_of
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.formats.ceb.privacy import (
    content_of,
    encode_public,
    personal,
    personal_names,
    public,
    restore,
)

PERSONAL = {
    Kind.ORDER: {
        "buyerRegNo": "reg",
        "buyerName": "测试人",
        "buyerTelephone": "13000000000",
        "buyerIdNumber": "130681199001011234",
        "consignee": "收货人",
        "consigneeTelephone": "13100000000",
        "consigneeAddress": "测试地址",
    },
    Kind.PAYMENT: {
        "payerIdNumber": "130681199001011234",
        "payerName": "测试人",
        "telephone": "13000000000",
    },
    Kind.WAYBILL: {
        "consignee": "收货人",
        "consigneeTelephone": "13100000000",
        "consigneeAddress": "测试地址",
    },
    Kind.DECLARATION: {
        "buyerName": "测试人",
        "buyerTelephone": "13000000000",
        "buyerIdNumber": "130681199001011234",
        "consigneeAddress": "测试地址",
    },
}


@pytest.mark.parametrize("kind", list(PERSONAL), ids=lambda kind: kind.root)
def test_the_personal_fields_of_the_four_documents_are_these(kind: Kind) -> None:
    document = makers.document(kind, **PERSONAL[kind])
    assert personal(document) == PERSONAL[kind]
    written = encode_public(document).decode()
    for value in PERSONAL[kind].values():
        assert value not in written


def test_personal_fields_stand_only_in_heads() -> None:
    for form in FORMS.values():
        if form.line is not None:
            assert personal_names(form.line) == ()


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.root)
def test_every_field_states_its_privacy_and_its_meaning_in_both_languages(kind: Kind) -> None:
    form = FORMS[kind]
    for model in (form.head, form.line):
        for field in fields_of(model) if model else ():
            assert field.privacy in Privacy
            assert field.en.endswith(".")
            assert field.zh.endswith("。")


def test_the_public_part_keeps_numbers_exact_and_leaves_out_what_is_empty() -> None:
    order: Any = makers.document(Kind.ORDER)
    parts = public(order)
    assert parts["head"]["goodsValue"] is order.head.goodsValue
    assert "note" not in parts["head"]
    written = msgspec.json.decode(encode_public(order))
    assert written["head"]["goodsValue"] == "19.50"
    assert written["lines"] == [
        {name: str(value) if name not in ("gnum",) else value for name, value in line.items()}
        for line in parts["lines"]
    ]


@pytest.mark.parametrize("value", ["19.50", "1E+3", "-1.5E-9", "0E-7", "0.00000", "-0"])
def test_the_public_part_is_written_as_the_whole_is_but_for_what_is_personal(value: str) -> None:
    for kind in Kind:
        filled = makers.document(kind, lines=2, **PERSONAL.get(kind, {}))
        form = FORMS[kind]
        head = filled if form.flat else filled.head
        numbers = {
            field.name: Decimal(value)
            for field in fields_of(form.head)
            if field.wire is Wire.AMOUNT
        }
        head = msgspec.structs.replace(head, **numbers)
        document = head if form.flat else msgspec.structs.replace(filled, head=head)
        expected = content_of(document, personal=False)
        assert encode_public(document) == msgspec.json.encode(expected)


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.root)
def test_a_document_whose_personal_part_was_shredded_can_still_be_shown(kind: Kind) -> None:
    document: Any = makers.document(kind)
    shown: Any = restore(kind, encode_public(document))
    head = shown if FORMS[kind].flat else shown.head
    for field in fields_of(FORMS[kind].head):
        if field.privacy is Privacy.PERSONAL and field.mandatory:
            assert getattr(head, field.name) == ""
    assert public(shown) == public(document)
