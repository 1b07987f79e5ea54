"""The steps of one disclosure in the order in which they are told."""

from tests.browser.steps import casework, ending, receiving, sharing

STEPS = (
    sharing.nominate,
    sharing.authorise,
    receiving.receive,
    receiving.contribute,
    casework.open_case,
    casework.plan,
    casework.tell_and_agree,
    casework.escalate,
    ending.take_back,
    ending.correct,
    ending.open_sealed,
    receiving.stop_watching,
    casework.support,
    ending.run_out,
    ending.audit,
    casework.close,
)
