"""The addresses of the pages, one package for each audience."""

from importlib.util import find_spec

from django.urls import include, path

from handrail.web import purpose_views, session_views

_AUDIENCES = {
    "nominations/": "handrail.web.originate.urls",
    "work/": "handrail.web.work.urls",
    "oversight/": "handrail.web.oversee.urls",
    "organisation/": "handrail.web.admin.urls",
    "public/": "handrail.web.public.urls",
}


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path("", session_views.front, name="front"),
    path("", include("handrail.web.signin.urls")),
    path("signed-out", session_views.signed_out, name="signed_out"),
    path("timed-out", session_views.timed_out, name="timed_out"),
    path("session/idle", session_views.idle, name="session_idle"),
    path("session/stay", session_views.stay, name="session_stay"),
    path("purpose/<uuid:person>", purpose_views.ask, name="purpose"),
]

urlpatterns += [path(prefix, include(module)) for prefix, module in _AUDIENCES.items() if _exists(module)]
