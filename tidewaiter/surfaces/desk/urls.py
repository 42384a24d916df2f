"""Addresses of the officers' desk."""

from django.urls import path

from tidewaiter.surfaces.desk import change, overview, parcel, parcels, reveal
from tidewaiter.surfaces.desk.inspections import act, work
from tidewaiter.surfaces.desk.law import proposal, proposals, text

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("parcels/", parcels.parcels, name="parcels"),
    path("parcels/<int:pk>/", parcel.parcel, name="parcel"),
    path("parcels/<int:pk>/lane/", change.override, name="override"),
    path("parcels/<int:pk>/people/", reveal.reveal, name="reveal"),
    path("parcels/<int:pk>/act/", act.write, name="act-write"),
    path("inspections/", work.work, name="inspections"),
    path("acts/<int:pk>/", act.act, name="act"),
    path("acts/<int:pk>/file/", act.file_act, name="act-file"),
    path("acts/<int:pk>/drop/", act.drop, name="act-drop"),
    path("acts/<int:pk>/photos/<int:number>/", act.photo, name="act-photo"),
    path("acts/<int:pk>/photos/<int:number>/remove/", act.remove_photo, name="act-photo-remove"),
    path("law/", proposals.proposals, name="proposals"),
    path("law/new/", proposals.propose, name="propose"),
    path("law/<int:pk>/", proposal.proposal, name="proposal"),
    path("law/<int:pk>/text/", text.text, name="proposal-text"),
    path("law/<int:pk>/<slug:verb>/", proposal.move, name="proposal-move"),
    path("law/comments/<int:pk>/<slug:verb>/", proposal.moderate, name="comment-moderate"),
]
