"""What would change a refusal: one sentence for each rule where there is something that somebody can do.

A rule that isn't here depends on who owns the record; then the page says whom to ask, and that is all there is.
"""

from collections.abc import Mapping

_NOTHING = "Nothing would. Nobody here and no programme can loosen this rule."
_ANOTHER_PURPOSE = "Go back and change why you are opening this record, if that is really why you are here."
_SOMEBODY_ELSE = "A colleague with the same role can do it: it stays on their list of what is waiting."
_EVALUATION = "A recorded decision, after the evaluation, that the programme goes on."

REMEDIES: Mapping[str, str] = {
    "left-organisation": "Your administrator can record that you are back at work.",
    "training-lapsed": "Pass the training again. Your administrator records it, and this opens the same day.",
    "never-for-enforcement": _NOTHING,
    "never-shared-for-enforcement": _NOTHING,
    "not-for-pursuit": _NOTHING,
    "not-shared-for-pursuit": _NOTHING,
    "nothing-abroad": _NOTHING,
    "no-tasking-to-monitor": _NOTHING,
    "no-support-outside-the-catalogue": _NOTHING,
    "council-cannot-own-terrorism-risk": _NOTHING,
    "never-a-recipient": _NOTHING,
    "police-lead": "The police say how the danger ended. Then it can start.",
    "administrator-sees-no-case": "Another role instead of this one. The same person can’t hold both.",
    "administrator-holds-no-case-role": "Another person for one of the two roles.",
    "pursuit-staff-no-case-role": "Another person: somebody who doesn’t work on investigations.",
    "pursuit-role-and-case-role": "Another person for one of the two roles.",
    "purpose-without-regime": _ANOTHER_PURPOSE,
    "purpose-not-shared-for": _ANOTHER_PURPOSE,
    "disclosed-for-another-purpose": _ANOTHER_PURPOSE,
    "mac-purposes": _ANOTHER_PURPOSE,
    "case-not-for-counter-terrorism-risk": _ANOTHER_PURPOSE,
    "support-not-for-counter-terrorism-risk": _ANOTHER_PURPOSE,
    "marking-above-clearance": "Clearance for the marking, recorded by your administrator.",
    "marking-above-ceiling": "A form of words that says it at OFFICIAL, or leaving that item out.",
    "covert-handling-leaves-law-enforcement": "Another handling, if its owner agrees, or leaving that item out.",
    "expired-or-recalled": "An inquest, a complaint, a court or a legal hold: then two people can open it.",
    "support-not-for-pursuit": "A sharing decision by whoever contributed it.",
    "support-not-passed-to-law-enforcement": "A sharing decision by whoever contributed it, or leaving it out.",
    "export-beyond-conditions": "The agreement of its originator.",
    "originator-control": "The agreement of the organisation that it came from, or leaving those items out.",
    "recipient-without-regime": "Another recipient, or another purpose that this one can act for.",
    "not-to-yourself": "Choose another organisation.",
    "agreement-not-accepted": "Both organisations accept the agreement. Until then they can ask questions about it.",
    "purpose-outside-agreement": "A purpose that the agreement covers, or a new version of the agreement.",
    "category-not-permitted": "Leave that item out, or send it to a recipient that may have it.",
    "name-ceiling": "The parties agree to a higher ceiling in a new version of the agreement, or the year turns.",
    "until-out-of-bounds": "Choose another end date.",
    "programme-ended": _EVALUATION,
    "centre-ended": _EVALUATION,
    "disclosure-over": "A new sharing decision by the organisation that shared it.",
    "two-different-people": _SOMEBODY_ELSE,
    "two-different-people-release": _SOMEBODY_ELSE,
    "two-different-people-telling": _SOMEBODY_ELSE,
    "two-different-people-sealed-text": _SOMEBODY_ELSE,
    "two-different-people-role": _SOMEBODY_ELSE,
    "nobody-grants-to-themselves": _SOMEBODY_ELSE,
    "nobody-records-own-training": "Another administrator records it.",
    "one-is-the-data-protection-officer": "The data protection officer asks for it, or approves it.",
    "opening-not-approved": "The second person approves it.",
    "no-contact-before-told": "The person is told. Until then, choose an ordinary service that reaches out to nobody.",
    "support-needs-deconfliction": "The police confirm it. Ordinary services and statutory duties don’t wait for that.",
    "deconfliction-for-nothing-else": _ANOTHER_PURPOSE,
    "consent-not-for-pursuit": _ANOTHER_PURPOSE,
    "pursuit-staff-do-not-deconflict": "Another person: somebody who doesn’t work on investigations.",
    "support-needs-consent": "The person agrees, and the case coordinator records it.",
    "health-needs-caldicott": "Your Caldicott guardian says it.",
    "police-own-immediate-risk": "Choose the territorial police force.",
    "risk-only-police-or-your-own": "Start it with the police or yourselves, and then offer it to the other.",
    "handover-needs-both": "The organisation that it was offered to accepts it.",
    "support-owner-in-the-case": "Add that organisation to the case first.",
}
