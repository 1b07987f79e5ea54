"""The addresses of the pages of registers that may be asked who knows a person."""

from django.urls import path

from handrail.web.admin.views import registers

_REGISTER = "registers/<uuid:register>"

urlpatterns = [
    path("registers", registers.registers, name="registers"),
    path("registers/offer", registers.begin, name="begin_offer"),
    path("registers/offer/<uuid:centre>", registers.offer, name="offer_register"),
    path(_REGISTER, registers.register, name="register"),
    path(f"{_REGISTER}/quota", registers.add_quota, name="add_quota"),
    path(f"{_REGISTER}/looked-at", registers.looked_at, name="register_looked_at"),
    path(f"{_REGISTER}/<slug:step>", registers.decide, name="register_step"),
]
