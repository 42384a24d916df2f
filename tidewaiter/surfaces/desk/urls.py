"""Addresses of the officers' desk."""

from django.urls import path

from tidewaiter.surfaces.desk import change, overview, parcel, parcels, reveal
from tidewaiter.surfaces.desk.law import proposal, proposals, text
from tidewaiter.surfaces.desk.screening import hits, lists

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("parcels/", parcels.parcels, name="parcels"),
    path("parcels/<int:pk>/", parcel.parcel, name="parcel"),
    path("parcels/<int:pk>/lane/", change.override, name="override"),
    path("parcels/<int:pk>/people/", reveal.reveal, name="reveal"),
    path("parcels/<int:parcel>/hits/<int:pk>/", hits.hit, name="hit"),
    path("parcels/<int:parcel>/hits/<int:pk>/party/", hits.reveal, name="hit-reveal"),
    path("parcels/<int:parcel>/hits/<int:pk>/clear/", hits.clear, name="hit-clear"),
    path("lists/", lists.lists, name="lists"),
    path("law/", proposals.proposals, name="proposals"),
    path("law/new/", proposals.propose, name="propose"),
    path("law/<int:pk>/", proposal.proposal, name="proposal"),
    path("law/<int:pk>/text/", text.text, name="proposal-text"),
    path("law/<int:pk>/<slug:verb>/", proposal.move, name="proposal-move"),
    path("law/comments/<int:pk>/<slug:verb>/", proposal.moderate, name="comment-moderate"),
]
