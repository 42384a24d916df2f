"""Addresses of the portal."""

from django.urls import path

from tidewaiter.surfaces.portal import home, invitation, mailbox, people, sign_up
from tidewaiter.surfaces.portal.access import revise
from tidewaiter.surfaces.portal.applications import begin, drafts, sending
from tidewaiter.surfaces.portal.applications import papers as draft_papers
from tidewaiter.surfaces.portal.dockets import file, letters, listing, papers

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-up/", sign_up.sign_up, name="sign-up"),
    path("sign-up/<str:token>/", sign_up.confirm, name="sign-up-confirm"),
    path("invitations/<str:token>/", invitation.take_up, name="invitation"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.ask, name="people-invite"),
    path("people/<int:pk>/role/", people.role, name="people-role"),
    path("people/<int:pk>/remove/", people.remove, name="people-remove"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="people-withdraw"),
    path("dockets/", listing.dockets, name="dockets"),
    path("dockets/<int:pk>/", file.docket, name="docket"),
    path("dockets/<int:pk>/moves/<slug:verb>/", file.move, name="docket-move"),
    path("dockets/<int:pk>/papers/", papers.add, name="docket-paper-add"),
    path("dockets/<int:pk>/papers/<int:number>/", papers.read, name="docket-paper"),
    path("dockets/<int:pk>/letters/", letters.write, name="docket-write"),
    path("dockets/<int:pk>/letters/<int:number>/", letters.letter, name="docket-letter"),
    path("access/<int:pk>/", revise.revise, name="access"),
    path("apply/<slug:kind>/", begin.begin, name="apply"),
    path("applications/<int:pk>/", drafts.draft, name="draft"),
    path("applications/<int:pk>/pages/<slug:name>/", drafts.page, name="draft-page"),
    path("applications/<int:pk>/papers/", draft_papers.papers, name="draft-papers"),
    path(
        "applications/<int:pk>/papers/<int:number>/remove/",
        draft_papers.remove,
        name="draft-paper-remove",
    ),
    path("applications/<int:pk>/send/", sending.send, name="draft-send"),
    path("applications/<int:pk>/drop/", sending.drop, name="draft-drop"),
]
