"""Addresses of the officers' desk."""

from django.urls import path

from tidewaiter.surfaces.desk import change, checks, overview, parcel, parcels, reveal
from tidewaiter.surfaces.desk.access import review
from tidewaiter.surfaces.desk.dockets import around, file, letters, papers, reasons
from tidewaiter.surfaces.desk.dockets import work as dockets
from tidewaiter.surfaces.desk.inspections import act, work
from tidewaiter.surfaces.desk.law import proposal, proposals, text
from tidewaiter.surfaces.desk.models import models as learned
from tidewaiter.surfaces.desk.networks import link, listing, network
from tidewaiter.surfaces.desk.products import chain, report
from tidewaiter.surfaces.desk.products import listing as products
from tidewaiter.surfaces.desk.rules import areas, book, past, quiet, rule, trial
from tidewaiter.surfaces.desk.rules import text as text_of_rule
from tidewaiter.surfaces.desk.screening import hits, lists
from tidewaiter.surfaces.desk.selection import budgets, effect

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("parcels/", parcels.parcels, name="parcels"),
    path("parcels/<int:pk>/", parcel.parcel, name="parcel"),
    path("parcels/<int:pk>/lane/", change.override, name="override"),
    path("parcels/<int:pk>/people/", reveal.reveal, name="reveal"),
    path("products/", products.products, name="products"),
    path("products/<str:gtin>/", chain.product, name="product"),
    path("reports/<int:pk>/", report.report, name="report"),
    path("networks/", listing.networks, name="networks"),
    path("networks/<slug:kind>/", listing.networks, name="networks"),
    path("networks/<slug:kind>/<int:cluster>/", network.one_network, name="network"),
    path(
        "networks/<slug:kind>/<int:cluster>/links/<int:one>/<int:other>/",
        link.one_link,
        name="network-link",
    ),
    path("parcels/<int:pk>/act/", act.write, name="act-write"),
    path("inspections/", work.work, name="inspections"),
    path("acts/<int:pk>/", act.act, name="act"),
    path("acts/<int:pk>/file/", act.file_act, name="act-file"),
    path("acts/<int:pk>/drop/", act.drop, name="act-drop"),
    path("acts/<int:pk>/photos/<int:number>/", act.photo, name="act-photo"),
    path("acts/<int:pk>/photos/<int:number>/remove/", act.remove_photo, name="act-photo-remove"),
    path("parcels/<int:pk>/checks/", checks.checks, name="checks"),
    path("parcels/<int:pk>/quiet/", quiet.quiet, name="quiet"),
    path("access/<int:pk>/", review.review, name="access-review"),
    path("dockets/", dockets.work, name="dockets"),
    path("dockets/assign/", dockets.assign_many, name="dockets-assign"),
    path("dockets/load/", dockets.loads, name="dockets-load"),
    path("dockets/filters/", dockets.keep, name="dockets-keep"),
    path("dockets/filters/<int:pk>/drop/", dockets.drop, name="dockets-drop"),
    path("dockets/<int:pk>/", file.docket, name="docket"),
    path("dockets/<int:pk>/take/", file.take, name="docket-take"),
    path("dockets/<int:pk>/assign/", file.give, name="docket-assign"),
    path("dockets/<int:pk>/moves/<slug:verb>/", file.move, name="docket-move"),
    path("dockets/<int:pk>/clocks/<int:number>/<slug:verb>/", file.clock, name="docket-clock"),
    path("dockets/<int:pk>/papers/", papers.add, name="docket-paper-add"),
    path("dockets/<int:pk>/papers/<int:number>/", papers.paper, name="docket-paper"),
    path("dockets/<int:pk>/papers/<int:number>/copy/", papers.read, name="docket-paper-read"),
    path(
        "dockets/<int:pk>/papers/<int:number>/original/",
        papers.original,
        name="docket-paper-original",
    ),
    path("dockets/<int:pk>/parties/", around.add, name="docket-party-add"),
    path(
        "dockets/<int:pk>/parties/<int:number>/release/",
        around.release,
        name="docket-party-release",
    ),
    path("dockets/<int:pk>/relations/", around.relation, name="docket-relate"),
    path("dockets/<int:pk>/consents/", around.consent, name="docket-consent"),
    path("dockets/<int:pk>/unit/", around.unit, name="docket-unit"),
    path("dockets/<int:pk>/letters/", letters.write, name="docket-write"),
    path("dockets/<int:pk>/letters/<int:number>/", letters.letter, name="docket-letter"),
    path("dockets/<int:pk>/reasons/", reasons.reasons, name="docket-reasons"),
    path("dockets/<int:pk>/reasons/drop/", reasons.drop, name="docket-reasons-drop"),
    path("rules/", book.book, name="rules"),
    path("rules/new/", book.begin, name="rule-begin"),
    path("rules/areas/", areas.areas, name="areas"),
    path("rules/areas/new/", areas.open_area, name="area-open"),
    path("rules/areas/<int:pk>/", areas.area, name="area"),
    path("rules/areas/<int:pk>/evaluate/", areas.evaluate, name="area-evaluate"),
    path("rules/areas/<int:pk>/call-off/", areas.call_off, name="area-call-off"),
    path("rules/quiet/<int:pk>/wake/", quiet.awake, name="quiet-wake"),
    path("rules/trials/<int:pk>/", trial.trial, name="rule-trial"),
    path("rules/trials/<int:pk>/go-on/", trial.go_on, name="rule-trial-go-on"),
    path("rules/versions/<int:pk>/", rule.version, name="rule-version"),
    path("rules/versions/<int:pk>/text/", text_of_rule.text, name="rule-text"),
    path("rules/versions/<int:pk>/try/", trial.begin, name="rule-try"),
    path("rules/versions/<int:pk>/past/", past.past, name="rule-past"),
    path("rules/versions/<int:pk>/area/", rule.join, name="rule-join"),
    path("rules/versions/<int:pk>/<slug:verb>/", rule.move, name="rule-move"),
    path("rules/<slug:code>/", rule.rule, name="rule"),
    path("parcels/<int:parcel>/hits/<int:pk>/", hits.hit, name="hit"),
    path("parcels/<int:parcel>/hits/<int:pk>/party/", hits.reveal, name="hit-reveal"),
    path("parcels/<int:parcel>/hits/<int:pk>/clear/", hits.clear, name="hit-clear"),
    path("models/", learned.models, name="models"),
    path("models/<int:pk>/", learned.model, name="model"),
    path("models/<int:pk>/<slug:verb>/", learned.move, name="model-move"),
    path("selection/", budgets.budgets, name="selection"),
    path("selection/propose/", budgets.propose, name="selection-propose"),
    path("selection/effect/", effect.effect, name="effect"),
    path("selection/<int:pk>/<slug:verb>/", budgets.move, name="selection-move"),
    path("lists/", lists.lists, name="lists"),
    path("law/", proposals.proposals, name="proposals"),
    path("law/new/", proposals.propose, name="propose"),
    path("law/<int:pk>/", proposal.proposal, name="proposal"),
    path("law/<int:pk>/text/", text.text, name="proposal-text"),
    path("law/<int:pk>/<slug:verb>/", proposal.move, name="proposal-move"),
    path("law/comments/<int:pk>/<slug:verb>/", proposal.moderate, name="comment-moderate"),
]
