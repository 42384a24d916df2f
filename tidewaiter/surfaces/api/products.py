"""Products and their test reports for machines: register, hand in, look up."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.references import check
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.check_report import receive_report
from tidewaiter.flows.receive_message import law_on
from tidewaiter.provenance.commands.products import register_facility, register_product
from tidewaiter.provenance.dockets import TEST_REPORT
from tidewaiter.provenance.formats.identifiers import gtin as as_gtin
from tidewaiter.provenance.models import Product, Report
from tidewaiter.provenance.queries.chains import grade_now
from tidewaiter.provenance.rules.chains.grades import contradiction_told, sentence_of
from tidewaiter.provenance.rules.products import Particulars, Site
from tidewaiter.provenance.rules.reports_told import finding_told
from tidewaiter.surfaces.api.bodies import JSON, body_of
from tidewaiter.surfaces.api.description import answers
from tidewaiter.surfaces.api.keys import keyed
from tidewaiter.surfaces.api.refusals import HttpRefusal, unknown

router = Router(tags=["Products"])
PDF = "application/pdf"
_OBJECT = {"type": "object"}
Short = Annotated[str, Field(max_length=100)]


class BatchGiven(Schema):
    """Goods that were made together."""

    number: Annotated[str, Field(min_length=1, max_length=40)]
    made_on: date | None = None


class ProductGiven(Schema):
    """A product, as the firm that places it on the market describes it."""

    gtin: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=200)]
    brand: Short = ""
    model: Short = ""
    hs_code: Annotated[str, Field(max_length=20)] = ""
    origin: Annotated[str, Field(max_length=10)] = ""
    record_no: Annotated[str, Field(max_length=60)] = ""
    made_at: Annotated[str, Field(max_length=13)] = ""
    batches: Annotated[list[BatchGiven], Field(max_length=1000)] = []


class FacilityGiven(Schema):
    """A place where goods are made, kept or handed over."""

    gln: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    address: Annotated[str, Field(max_length=300)] = ""
    country: Annotated[str, Field(max_length=10)] = ""
    latitude: Annotated[Decimal, Field(ge=-90, le=90, decimal_places=5)] | None = None
    longitude: Annotated[Decimal, Field(ge=-180, le=180, decimal_places=5)] | None = None


@router.post(
    "products",
    summary="Register a product",
    operation_id="product_register",
    openapi_extra={"responses": answers(201, "The product.", _OBJECT, also=(404, 409, 422))},
)
@keyed(Permission.PRODUCT_SUBMIT)
def register(request: HttpRequest, given: ProductGiven) -> HttpResponse:
    """Register a product of your firm under its trade item number, or bring it up to date."""
    at = timezone.now()
    said = given.dict()
    batches = [(one["number"], one["made_on"]) for one in said.pop("batches")]
    product = register_product(
        Particulars(**said),
        operator=request.operator,
        countries=law_on(at).codes("country"),
        batches=batches,
        by=request.actor,
        at=at,
    )
    return _answer(_told(product), status=201)


@router.post(
    "facilities",
    summary="Register a facility",
    operation_id="facility_register",
    openapi_extra={"responses": answers(201, "The facility.", _OBJECT, also=(409, 422))},
)
@keyed(Permission.PRODUCT_SUBMIT)
def facility(request: HttpRequest, given: FacilityGiven) -> HttpResponse:
    """Register a facility of your firm under its location number, or bring it up to date."""
    at = timezone.now()
    kept = register_facility(
        Site(**given.dict()),
        operator=request.operator,
        countries=law_on(at).codes("country"),
        by=request.actor,
        at=at,
    )
    return _answer({"gln": kept.gln, "name": kept.name}, status=201)


@router.get(
    "products/{gtin}",
    summary="A product with its grade",
    operation_id="product_see",
    openapi_extra={
        "responses": answers(
            200, "The product, its grade with its sentence, contradictions and reports.", _OBJECT,
            also=(404,),
        )
    },
)  # fmt: skip
@keyed(Permission.PRODUCT_SUBMIT)
def see(request: HttpRequest, gtin: str) -> HttpResponse:
    """Say how far the chain of one of your products is shown, and what contradicts itself in it."""
    return _answer(_told(_product(request, gtin)))


@router.post(
    "products/{gtin}/reports",
    summary="Hand in a test report",
    operation_id="report_hand_in",
    openapi_extra={
        "parameters": [
            {"in": "query", "name": "batch", "schema": {"type": "string"}, "required": False}
        ],
        "requestBody": {
            "required": True,
            "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
        },
        "responses": answers(
            202, "The report with what its checks found.", _OBJECT, also=(404, 413, 415, 422)
        ),
    },
)
@keyed(Permission.PRODUCT_SUBMIT)
def hand_in(request: HttpRequest, gtin: str) -> HttpResponse:
    """Hand in a test report of one of your products, as PDF with a text layer."""
    product = _product(request, gtin)
    if (request.content_type or "").lower() != PDF:
        raise HttpRefusal(
            415,
            "api.media-type",
            Text("A body of type “{given}” cannot be read.", "无法读取类型为“{given}”的内容。"),
            values={"given": request.content_type or ""},
            cure=Text("Send application/pdf.", "请发送application/pdf。"),
        )
    report = receive_report(
        product,
        "report.pdf",
        body_of(request),
        batch=request.GET.get("batch", "")[:40],
        via="api",
        by=request.actor,
        at=timezone.now(),
    )
    return _answer(_report_told(report), status=202)


@router.get(
    "reports/{reference}",
    summary="What checks of a test report found",
    operation_id="report_see",
    openapi_extra={
        "responses": answers(200, "The report and its check log.", _OBJECT, also=(404,))
    },
)
@keyed(Permission.PRODUCT_SUBMIT)
def report_seen(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where one of your reports stands, and what each check found."""
    found = (
        Report.objects.visible_to(request.actor)
        .filter(docket_id=check(reference).serial)
        .select_related("docket", "product", "laboratory")
        .first()
    )
    if found is None:
        raise unknown(Text("report", "检验报告"), reference[:40])
    return _answer(_report_told(found))


def _product(request: HttpRequest, given: str) -> Product:
    found = Product.objects.visible_to(request.actor).filter(gtin=as_gtin(given) or "").first()
    if found is None:
        raise unknown(Text("product", "产品"), given[:40])
    return found


def _told(product: Product) -> dict[str, Any]:
    grade = grade_now(product)
    wrong = product.contradictions.filter(gone_at=None)
    return {
        "gtin": product.barcode,
        "name": product.name,
        "brand": product.brand,
        "model": product.model,
        "hs_code": product.hs_code,
        "origin": product.origin,
        "record_no": product.record_no,
        "batches": list(product.batches.values_list("number", flat=True)),
        "grade": None
        if grade is None
        else {"grade": grade.grade, "since": grade.since,
              "sentence": _both(sentence_of(grade.grade, grade.facts))},
        "contradictions": [
            {"kind": one.kind, "since": one.found_at,
             "sentence": _both(contradiction_told(one.kind, one.values))}
            for one in wrong
        ],
        "reports": [_report_told(one) for one in product.reports.select_related(
            "docket", "product", "laboratory")[:50]],
    }  # fmt: skip


def _report_told(report: Report) -> dict[str, Any]:
    docket = report.docket
    return {
        "reference": docket.reference,
        "product": report.product.barcode,
        "batch": report.batch,
        "state": docket.state,
        "state_name": _both(TEST_REPORT.state_name(docket.state)),
        "laboratory": report.laboratory.name if report.laboratory else None,
        "number": report.number,
        "standards": report.standards,
        "accepted_at": report.accepted_at,
        "ended_at": report.ended_at,
        "checks": [_check(one) for one in report.checks.all()],
    }


def _check(one: Any) -> dict[str, Any]:
    told = finding_told(one.code, one.values)
    return {
        "at": one.at,
        "step": one.step,
        "outcome": one.outcome,
        "code": one.code,
        "sentence": _both(told.sentence),
        "law": told.law,
        "cure": _both(told.cure),
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _answer(told: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), status=status, content_type=JSON)
