"""The addresses: one line for each audience."""

from django.urls import include, path
from django.views.i18n import set_language

from tidewaiter.surfaces.kit import forgotten, sign_in

urlpatterns = [
    path("", include("tidewaiter.surfaces.public.urls")),
    path("desk/", include("tidewaiter.surfaces.desk.urls")),
    path("portal/", include("tidewaiter.surfaces.portal.urls")),
    path("api/", include("tidewaiter.surfaces.api.urls")),
    path("", include("tidewaiter.surfaces.ops.urls")),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/forgotten/", forgotten.forgotten, name="forgotten"),
    path("sign-in/password/<str:token>/", forgotten.choose, name="another-password"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("language/", set_language, name="set_language"),
]
