"""The addresses of these pages."""

from django.urls import path

from handrail.web.admin import register_urls
from handrail.web.admin.views import agreements, answering, drafting, organisation, people, roles, steps

app_name = "admin"

urlpatterns = [
    path("", organisation.own, name="organisation"),
    path("details", organisation.edit, name="edit_organisation"),
    path("members", people.member_list, name="members"),
    path("members/invite", people.invite, name="invite"),
    path("members/<uuid:member>", people.member_page, name="member"),
    path("members/<uuid:member>/details", people.edit, name="edit"),
    path("members/<uuid:member>/training", people.training, name="training"),
    path("members/<uuid:member>/away", people.away, name="away"),
    path("members/<uuid:member>/back", people.back_at_work, name="back"),
    path("members/<uuid:member>/second-step", people.reset, name="reset"),
    path("members/<uuid:member>/leave", people.leave, name="leave"),
    path("members/<uuid:member>/role", roles.ask, name="ask_role"),
    path("members/<uuid:member>/invitations/<uuid:invited>/again", people.send_again, name="send_again"),
    path("members/<uuid:member>/invitations/<uuid:invited>/cancel", people.cancel_invitation, name="cancel_invitation"),
    path("roles", roles.waiting, name="roles"),
    path("roles/<uuid:grant>", roles.decide, name="role"),
    path("roles/<uuid:grant>/end", roles.end, name="end_role"),
    path("agreements", agreements.agreement_list, name="agreements"),
    path("agreements/new", drafting.begin, name="begin_agreement"),
    path("agreements/new/<uuid:centre>", drafting.draft, name="draft"),
    path("agreements/questions/<uuid:question>", answering.question, name="question"),
    path("agreements/<uuid:agreement>", agreements.agreement_page, name="agreement"),
    path("agreements/<uuid:agreement>/change", drafting.edit, name="edit_agreement"),
    path("agreements/<uuid:agreement>/consult", steps.take, {"step": "consult"}, name="consult"),
    path("agreements/<uuid:agreement>/offer", steps.take, {"step": "offer"}, name="offer"),
    path("agreements/<uuid:agreement>/new-version", steps.take, {"step": "new-version"}, name="revise"),
    path("agreements/<uuid:agreement>/review", drafting.review, name="review"),
    path("agreements/<uuid:agreement>/end", steps.take, {"step": "end"}, name="end_agreement"),
    path("agreements/<uuid:agreement>/funding", drafting.fund, name="add_funding"),
    path("agreements/<uuid:agreement>/funding/<uuid:line>", drafting.fund, name="change_funding"),
    path("agreements/<uuid:agreement>/view", answering.respond, name="respond"),
    path("agreements/<uuid:agreement>/question", answering.ask, name="ask"),
    path("agreements/<uuid:agreement>/questions/<uuid:question>", answering.answer, name="answer"),
    path("agreements/<uuid:agreement>/accept", answering.accept, name="accept"),
    path("agreements/<uuid:agreement>/refuse", answering.refuse, name="refuse"),
    path("agreements/<uuid:agreement>/leave", answering.leave, name="leave_agreement"),
    *register_urls.urlpatterns,
]
