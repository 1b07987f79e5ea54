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
}

#: The same for records about nobody in particular, and for those that are worked on elsewhere.
_OTHER = {
    "Decision": "originate:nomination",
    "Notification": "originate:look_again",
    "Agreement": "admin:agreement",
    "RoleGrant": "admin:role",
    "RegisterQuestion": "admin:question",
}

#: Judgements and support actions are worked on in the case of the person.
_IN_THE_CASE = frozenset({"need", "risk", "support", "SupportAction", "Person"})


def address_of(due: Due) -> str:
    """The page on which ``due`` is done; the list of people where there is none."""
    if due.person is not None and due.subject_kind in _ABOUT_A_PERSON:
        return reverse(_ABOUT_A_PERSON[due.subject_kind], args=[due.person, due.subject])
    if due.person is not None and due.subject_kind in _IN_THE_CASE:
        return reverse("work:case_of", args=[due.person])
    name = _OTHER.get(due.subject_kind)
    if name is None:
        return reverse("work:people")
    return _first(name, due.subject)


def _first(name: str, subject: UUID) -> str:
    try:
        return reverse(name, args=[subject])
    except NoReverseMatch:
        return reverse(name)
