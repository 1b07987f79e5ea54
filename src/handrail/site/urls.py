"""Every address of the site."""

from django.urls import include, path

from handrail.site.health import healthy

urlpatterns = [
    path("health", healthy, name="health"),
    path("", include("handrail.web.urls")),
]
