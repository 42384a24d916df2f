"""Addresses of the officers' desk."""

from django.urls import path

from tidewaiter.surfaces.desk import change, overview, parcel, parcels, reveal
from tidewaiter.surfaces.desk.law import proposal, proposals, text
from tidewaiter.surfaces.desk.networks import link, listing, network

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("parcels/", parcels.parcels, name="parcels"),
    path("parcels/<int:pk>/", parcel.parcel, name="parcel"),
    path("parcels/<int:pk>/lane/", change.override, name="override"),
    path("parcels/<int:pk>/people/", reveal.reveal, name="reveal"),
    path("networks/", listing.networks, name="networks"),
    path("networks/<slug:kind>/", listing.networks, name="networks"),
    path("networks/<slug:kind>/<int:cluster>/", network.one_network, name="network"),
    path(
        "networks/<slug:kind>/<int:cluster>/links/<int:one>/<int:other>/",
        link.one_link,
        name="network-link",
    ),
    path("law/", proposals.proposals, name="proposals"),
    path("law/new/", proposals.propose, name="propose"),
    path("law/<int:pk>/", proposal.proposal, name="proposal"),
    path("law/<int:pk>/text/", text.text, name="proposal-text"),
    path("law/<int:pk>/<slug:verb>/", proposal.move, name="proposal-move"),
    path("law/comments/<int:pk>/<slug:verb>/", proposal.moderate, name="comment-moderate"),
]
