"""Addresses of the pages for auditors and oversight."""

from django.urls import path

from handrail.web.oversee import accesses, costs, readers, views

app_name = "oversee"

urlpatterns = [
    path("", views.home, name="home"),
    path("costs/", costs.costs, name="costs"),
    path("seen/", accesses.seen, name="seen"),
    path("second-look/", accesses.second_look, name="second_look"),
    path("second-look/<slug:rule>/<uuid:record>/", accesses.look, name="look"),
    path("ledger/", views.records, name="records"),
    path("ledger/verify/", views.verify, name="verify"),
    path("ledger/<uuid:record>/", views.record, name="record"),
    path("ledger/<uuid:record>/receipt/", views.receipt, name="receipt"),
    path("ledger/<uuid:record>/who/", readers.of_entry, name="entry_readers"),
]
