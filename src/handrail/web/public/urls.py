"""The addresses of these pages."""

from django.urls import path

from handrail.web.public import rules, views

app_name = "public"

urlpatterns = [
    path("rules", rules.rules, name="rules"),
    path("agreements", views.register, name="register"),
    path("agreements/<uuid:agreement>", views.registered, name="agreement"),
]
