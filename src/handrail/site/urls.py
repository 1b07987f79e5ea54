"""Every address of the site."""

from django.urls import include, path

from handrail.site.health import healthy

handler400 = "handrail.web.answers.bad_request"
handler403 = "handrail.web.answers.forbidden"
handler404 = "handrail.web.answers.not_found"
handler500 = "handrail.web.answers.server_error"

urlpatterns = [
    path("health", healthy, name="health"),
    path("", include("handrail.web.urls")),
]
