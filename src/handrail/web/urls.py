"""The addresses of the pages, one package for each audience."""

from django.urls import include, path

from handrail.web import purpose_views, session_views, why
from handrail.web.admin import invitation
from handrail.web.own import calendar_feed

urlpatterns = [
    path("", session_views.front, name="front"),
    path("", include("handrail.web.signin.urls")),
    path("signed-out", session_views.signed_out, name="signed_out"),
    path("timed-out", session_views.timed_out, name="timed_out"),
    path("session/idle", session_views.idle, name="session_idle"),
    path("session/stay", session_views.stay, name="session_stay"),
    path("invitation", invitation.accept, name="invitation_accept"),
    path("invitation/<str:token>", invitation.opened, name="invitation"),
    path("calendar/<str:token>.ics", calendar_feed.fetch, name="calendar"),
    path("account/", include("handrail.web.own.urls")),
    path("purpose/<uuid:person>", purpose_views.ask, name="purpose"),
    path("why/<str:action>", why.why, name="why"),
    path("why/<str:action>/<str:kind>/<uuid:record>", why.why_of, name="why_of"),
    path("nominations/", include("handrail.web.originate.urls")),
    path("work/", include("handrail.web.work.urls")),
    path("oversight/", include("handrail.web.oversee.urls")),
    path("organisation/", include("handrail.web.admin.urls")),
    path("public/", include("handrail.web.public.urls")),
    path("ledger/", include("handrail.web.ledger.urls")),
]
