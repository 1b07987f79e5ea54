"""The addresses of these pages."""

from django.urls import path

from handrail.web.public import views

app_name = "public"

urlpatterns = [
    path("agreements", views.register, name="register"),
    path("agreements/<uuid:agreement>", views.registered, name="agreement"),
]
