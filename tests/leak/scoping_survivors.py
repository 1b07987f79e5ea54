"""Breaches of the scoping that the suite doesn't notice, and why that is so: by where they are made.

A place that isn't there any more fails test_passages_read.py; one that is noticed after all fails the run.
"""

from collections.abc import Mapping

OPEN = "Open to every member and service: there is no row to hide."
OWN_HOUSE = (
    "The list asks for rows of the service’s own organisation alone, and Handrail’s services may know of each of those."
)
ASKED_AGAIN = "Policy is asked once more about each row before anything is said of it."

SURVIVORS: Mapping[str, str] = {
    "directory/queries/organisations.py list_organisations: ORGANISATION": OPEN,
    "directory/queries/organisations.py list_centres: CENTRE": OPEN,
    "services/queries/directory.py find: LOCAL_SERVICE": OPEN,
    "casework/actions/contacts.py _unfinished_or_told: SUPPORT_ACTION": OWN_HOUSE,
    "casework/actions/lapsing.py _on_a_line_that_is_over: SUPPORT_ACTION": OWN_HOUSE,
    "casework/actions/letting_go.py cases_over: CASE": OWN_HOUSE,
    "casework/queries/escalations.py unanswered: ESCALATION": OWN_HOUSE,
    "directory/actions/reviewing.py reviews_overdue: AGREEMENT": OWN_HOUSE,
    "directory/actions/reviewing.py agreements_over: AGREEMENT": OWN_HOUSE,
    "questions/actions/lapsing.py questions_over: QUESTION": OWN_HOUSE,
    "upkeep/telling.py to_tell: MEMBER": OWN_HOUSE,
    "duties/counting.py _waiting: DUTY": (
        "A number, and only whether it is none reaches the list of whom to tell. That it counts what the member’s own "
        "list shows is tried in tests/flow/test_mail.py."
    ),
    "meetings/queries/meetings.py cases_to_bring: CASE": ASKED_AGAIN,
    "questions/queries/questions.py _steps: duties.DUTY": (
        "It decides no more than whether a step on one’s own question is offered. " + ASKED_AGAIN
    ),
    "sharing/queries/followups.py open_notice: HOLDING": ASKED_AGAIN,
    "assessments/queries/reading.py assessments: ASSESSMENT": (
        "The assessments of one case: whoever may ask for the list may know of all of them, which passages.txt says."
    ),
    "assessments/queries/reading.py _others_of: ASSESSMENT": (
        "The assessments of the same case: whoever may know of one of them may know of all, which passages.txt says."
    ),
    "casework/consent.py is_child: HOLDING, 'holding.read'": (
        "Says yes, no or unknown to whether somebody is a child, which can’t be told from any other yes or no. "
        "What follows from each is tried in tests/flow/test_consent.py; other organisations’ copies row security hides."
    ),
    "exchange/holdings.py take_out: PERSON": (
        "It gives a reference to each copy that policy lets the reader take out, and is given for no other."
    ),
    "costs/queries/entries.py my_time: COST_ENTRY": "The list asks for what the reader recorded themself, and no more.",
    "sharing/before.py given_before: DISCLOSURE": (
        "The reader’s own organisation gave them: whoever may open a nomination may know of all that it gave."
    ),
    "sharing/queries/disclosures.py _statement: STATEMENT": (
        "A code, and neither a word nor an id. That nothing is said before the guardian has decided is tried in "
        "tests/flow/test_receive.py."
    ),
    "sharing/queries/information.py information: HOLDING": (
        "Of these copies those are shown that policy lets the reader read, or of which it shows them the notice."
    ),
    "sharing/queries/information.py information: HOLDING, 'holding.read'": (
        "The copies are those that policy has shown already, and whoever may know of a copy may read what isn’t gone."
    ),
}

#: Reads that lean on row security alone, by the cell that shows it, and what it is that policy isn't asked about.
LEANING: Mapping[str, str] = {
    "`agenda.open` by police_risk_owner@force on case at a meeting": (
        "What the meeting left to do stands on its agenda for whoever row security shows it: who leads the case, and "
        "who is to do it. Everybody who was invited heard it, and reads it in the minutes once they are released."
    ),
}
