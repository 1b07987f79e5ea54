"""The table of the site's addresses: what each names, and what is typed into it.

An address that names records is filled in by the names of its parameters, each of which the world has an id for
(:data:`tests.leak.http_world.RECORDS`). One that names none stands in a list below. Whatever is in neither fails the
build, and so does a word of an address that isn't one of its view's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from handrail.oversight.queries.why import kinds
from handrail.programme import load
from handrail.web.admin.views import registers
from handrail.web.originate.forms.person import PARTS
from handrail.web.work.views import agendas, checks, deciding, meetings, needs, papers, planning, questions

#: The words that stand for something in an address, as the views' own tables have them: the parameter, and its words.
WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "admin:register_step": ("step", tuple(registers.STEPS)),
    "originate:add_part": ("word", tuple(PARTS)),
    "originate:part": ("word", tuple(PARTS)),
    "oversee:look": ("rule", load("mac").access_checks.codes),
    "work:agenda_step": ("step", tuple(agendas.STEPS)),
    "work:check_step": ("step", tuple(checks.STEPS)),
    "work:decision_step": ("step", tuple(deciding.STEPS)),
    "work:end_meeting_action": ("step", tuple(deciding.ENDS)),
    "work:end_need": ("step", tuple(needs.STEPS)),
    "work:judge_factor": ("factor", ("settled_home",)),
    "work:meeting_step": ("step", tuple(meetings.STEPS)),
    "work:paper_step": ("step", tuple(papers.STEPS)),
    "work:question_step": ("step", tuple(questions.STEPS)),
    "work:support_step": ("step", tuple(planning.STEPS)),
}

#: What policy calls each kind of record: an address that explains a decision names the kind.
KINDS: Mapping[str, str] = {
    "Person": "record", "Decision": "decision", "Disclosure": "disclosure", "Holding": "holding", "Item": "item",
    "Notice": "notice", "Statement": "statement", "Challenge": "challenge", "Unsealing": "unsealing",
    "Notification": "notification", "Case": "case", "SupportAction": "support_action", "Risk": "risk",
    "Escalation": "escalation", "Concern": "concern", "Transfer": "transfer", "Deconfliction": "deconfliction",
    "Question": "asked", "Assessment": "assessment", "Wording": "wording", "Meeting": "meeting",
    "AgendaCase": "agenda_case", "MeetingPaper": "paper", "MeetingAction": "meeting_action", "CostEntry": "entry",
    "Record": "entry_of_ledger", "Duty": "duty", "Agreement": "agreement", "MemberRecord": "member",
    "Invitation": "invited", "RoleGrant": "grant", "Register": "register", "Search": "search",
    "Candidate": "candidate", "Check": "check",
}  # fmt: skip
#: Kinds that everybody may look up (the reasons are in house.cedar).
PUBLIC_KINDS = {"Organisation", "Centre", "LocalService"}

#: Lists, searches and counts, and forms that start something: what is in them is compared with the world without the
#: victim (`test_http_twins.py`).
LISTS = {
    "front", "originate:nominations", "originate:start", "originate:file", "work:waiting", "work:people",
    "work:services", "work:time_and_cost", "work:not_happening", "work:deconflictions", "work:our_risks", "work:cases",
    "work:meetings", "work:call_meeting", "oversee:home", "oversee:costs", "oversee:records", "oversee:verify",
    "oversee:seen", "oversee:second_look", "work:identity_checks", "admin:registers", "admin:begin_offer",
    "admin:organisation", "admin:edit_organisation", "admin:members", "admin:invite", "admin:roles",
    "admin:agreements", "admin:begin_agreement", "own:mail_and_calendar", "public:register", "public:rules",
}  # fmt: skip

#: What names a record, and may be looked up by everybody, or by everybody who is signed in: and why.
OPEN_TO_ALL = {
    "admin:draft": "the centres of the programme (house.cedar, know-the-directory)",
    "admin:offer_register": "the centres of the programme (house.cedar, know-the-directory)",
    "admin:question": "the register of questions and answers is published (M15)",
    "ledger:checkpoint": "the ledger's signed head is published",
    "ledger:keys": "the keys that verify the ledger are published",
    "ledger:handovers": "and how one followed another",
    "ledger:tile": "hashes of the ledger's tree are published (`test_outside.py`)",
    "ledger:partial_tile": "hashes of the ledger's tree are published (`test_outside.py`)",
    "ledger:entries": "kind, hour and commitment of each entry are published (`test_outside.py`)",
    "ledger:partial_entries": "kind, hour and commitment of each entry are published (`test_outside.py`)",
    "work:service": "service directories are published (house.cedar, know-services)",
    "work:instrument": "the forms that assessments are made with, empty (M2)",
    "why": "the rules on something that is not there yet; the page looks nothing up",
    "purpose": "the question why, asked of anybody about anybody; the page looks nobody up",
}

#: Pages of one's own, and the way in: they name no record of anybody's.
OWN = {
    "health", "account_login", "mfa_authenticate", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_logout", "account_change_password", "account_set_password", "account_reauthenticate",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "signed_out", "timed_out", "session_idle",
    "session_stay", "invitation", "invitation_accept", "own:mail", "own:make_calendar", "own:change_calendar",
    "own:end_calendar",
}  # fmt: skip

#: What only the demonstration has; elsewhere it is a misspelt address.
DEMONSTRATION = {"journey", "demo_people", "demo_sign_in"}

#: Whoever has this address reads one member's calendar and nothing else (`test_outside.py`).
BY_ITS_ADDRESS = {"calendar"}

#: Parameters that name another record in one part of the site than elsewhere.
_NAMED_OTHERWISE = {
    ("oversee", "record"): "entry_of_ledger",
    ("work", "decision"): "decided",
    ("work", "member"): "guest",
}


@dataclass(frozen=True)
class Route:
    """An address: its name, its parameters, the words among them, and the world's names of the records among them."""

    name: str
    parameters: tuple[str, ...]
    words: tuple[tuple[str, str], ...] = ()
    records: tuple[str, ...] = ()

    def filled(self, ids: Mapping[str, UUID]) -> str:
        """The address, with these ids; a record that isn't among them gets an id that never was."""
        names = [each for each in self.parameters if each not in dict(self.words)]
        values = {each: ids.get(record) or uuid4() for each, record in zip(names, self.records, strict=True)}
        return reverse(self.name, kwargs={**values, **dict(self.words)})

    def __str__(self) -> str:
        return " ".join((self.name, *(word for _, word in self.words)))


def _all(resolver: URLResolver, namespace: str = "", above: tuple[str, ...] = ()) -> Iterator[Route]:
    for each in resolver.url_patterns:
        parameters = (*above, *each.pattern.regex.groupindex)
        if isinstance(each, URLPattern):
            yield from _worded(f"{namespace}{each.name}", parameters)
        else:
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _all(each, inside, parameters)


def _worded(name: str, parameters: tuple[str, ...]) -> Iterator[Route]:
    """An address with each of its words."""
    if name == "why_of":
        for kind, record in KINDS.items():
            yield Route(name, parameters, (("action", kinds()[kind].see), ("kind", kind)), (record,))
        return
    part = name.rpartition(":")[0]
    takes, words = WORDS.get(name, ("", ("",)))
    records = tuple(_NAMED_OTHERWISE.get((part, each), each) for each in parameters if each != takes)
    for word in words:
        own = tuple(f"{word} of it" if (name, each) == ("originate:part", "item") else each for each in records)
        yield Route(name, parameters, ((takes, word),) if takes else (), own)


ROUTES = tuple(_all(get_resolver()))
ELSEWHERE = LISTS | OPEN_TO_ALL.keys() | OWN | DEMONSTRATION | BY_ITS_ADDRESS
#: Every address that names records which not everybody may know of.
ABOUT_RECORDS = tuple(each for each in ROUTES if each.name not in ELSEWHERE)
