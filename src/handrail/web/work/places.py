"""Where the thing that a duty is about is worked on."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from handrail.duties.queries import Due

#: Kind of record → name of its page, for records about a person.
_ABOUT_A_PERSON = {
    "Disclosure": "work:disclosure",
    "Statement": "work:statement",
    "Challenge": "work:challenge",
    "Notice": "work:notice",
    "Unsealing": "work:opening",
    "Case": "work:case",
    "closure": "work:case",
    "Assessment": "work:assessment",
    "judgement": "work:judgement",
    "Wording": "work:wording",
    "Concern": "work:concern",
    "Escalation": "work:escalation",
    "Risk": "work:risk",
    "SupportAction": "work:support",
    "Transfer": "work:transfer",
    "Question": "work:question",
    "AgendaCase": "work:agenda_case",
    "MeetingAction": "work:meeting_action",
    "MeetingPaper": "work:paper",
}

#: The same for records about nobody in particular, and for those that are worked on elsewhere.
_OTHER = {
    "Decision": "originate:nomination",
    "Notification": "originate:look_again",
    "Deconfliction": "work:deconfliction",
    "Check": "work:identity_check",
    "Search": "originate:search",
    "Candidate": "originate:candidate",
    "Register": "admin:register",
    "Agreement": "admin:agreement",
    "RoleGrant": "admin:role",
    "RegisterQuestion": "admin:question",
    "SecondLook": "oversee:second_look",
    "Meeting": "work:meeting",
}

#: Duties about a record that are done on a page of their own.
_DONE_ON = {
    "review_case": "work:review",
    "further_assessment": "work:case_assessments",
    "review_after_closure_first": "work:look_back",
    "review_after_closure_last": "work:look_back",
}

#: Judgements are worked on in the case of the person.
_IN_THE_CASE = frozenset(
    {"need", "risk", "handover", "severity", "risk_kind", "support", "transfer", "look_back", "Person"}
)

#: What was said at a meeting is looked at again on the page of the meetings about the person.
_AT_A_MEETING = frozenset(
    {"meeting_point", "meeting_note", "meeting_decision", "dissent", "meeting_action", "paper_part"}
)


def address_of(due: Due) -> str:
    """The page on which ``due`` is done; the list of people where there is none."""
    if due.person is not None and due.kind in _DONE_ON:
        return reverse(_DONE_ON[due.kind], args=[due.person, due.subject])
    if due.person is not None and due.subject_kind in _ABOUT_A_PERSON:
        return reverse(_ABOUT_A_PERSON[due.subject_kind], args=[due.person, due.subject])
    if due.person is not None and due.subject_kind in _IN_THE_CASE:
        return reverse("work:case_of", args=[due.person])
    if due.person is not None and due.subject_kind in _AT_A_MEETING:
        return reverse("work:meetings_of", args=[due.person])
    name = _OTHER.get(due.subject_kind)
    if name is None:
        return reverse("work:people")
    return _first(name, due.subject)


def _first(name: str, subject: UUID) -> str:
    try:
        return reverse(name, args=[subject])
    except NoReverseMatch:
        return reverse(name)
