"""The addresses of these pages."""

from django.urls import path

from handrail.web.own import views

app_name = "own"

urlpatterns = [
    path("e-mail-and-calendar", views.mail_and_calendar, name="mail_and_calendar"),
    path("e-mail", views.choose_mail, name="mail"),
    path("calendar/make", views.make_calendar, name="make_calendar"),
    path("calendar/change", views.change_calendar, name="change_calendar"),
    path("calendar/end", views.end_calendar, name="end_calendar"),
]
