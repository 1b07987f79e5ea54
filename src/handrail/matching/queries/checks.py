"""What a partner reads of the identity checks that are before it: its own part, and nothing of who else was asked."""

from uuid import UUID

from handrail import gate
from handrail.directory.models import Member
from handrail.gate import Act, Actor, listing, query
from handrail.matching import checking
from handrail.matching.models import Check, CheckReply, CheckState, CheckTally, ReplyState
from handrail.matching.resources import CHECK
from handrail.matching.rules import faults
from handrail.matching.values import CheckLine, CheckPage, Checks, Shown, Tally
from handrail.sharing.sealed import unseal, unseal_all

STEPS = {
    "step": "check.step",
    "answer": "check.answer",
    "release": "check.release",
    "send_back": "check.send_back",
    "is_made_up": "check.is_made_up",
}


@listing("check.list")
def checks(*, by: Actor, purpose: str) -> Checks:
    """The identity checks before the reader's organisation, the first due first, and the counts of earlier ones."""
    act = gate.current()
    found = list(act.visible(CHECK).filter(asked_of_id=act.organisation).order_by("answer_by", "id"))
    act.listed(each.id for each in found)
    counts = CheckTally.objects.filter(organisation_id=act.organisation).order_by("-year", "ended")
    replies = dict(CheckReply.objects.filter(check_of__in=found).values_list("check_of", "state"))
    lines = [_line(each, replies.get(each.id, "")) for each in found]
    return Checks(
        waiting=tuple(line for line in lines if line.state == CheckState.ASKED),
        same=tuple(line for line in lines if line.state == CheckState.SAME),
        counts=tuple(Tally(each.year, each.ended, each.number) for each in counts),
    )


@query("check.open", resource=CHECK)
def open_check(*, by: Actor, purpose: str, check: UUID) -> CheckPage:
    """One identity check: about which record, the steps shown so far, and the answer as it stands."""
    act = gate.current()
    found = act.resource(CHECK)
    if found.asked_of_id != act.organisation:
        raise faults.NotAsked
    rows = checking.shown(found)
    texts = unseal_all(checking.theirs(found), rows, "text")
    reply = CheckReply.objects.filter(check_of=found).first()
    return CheckPage(
        id=found.id,
        reference=found.reference,
        record=unseal(checking.theirs(found), found, "pseudonym")[0],
        asker=found.organisation.name,
        programme=found.programme,
        power=found.power,
        state=found.state,
        asked_at=found.asked_at,
        answer_by=found.answer_by,
        closes_at=found.closes_at,
        shown=tuple(Shown(row.number, row.code, text, row.fits) for row, (text,) in zip(rows, texts, strict=True)),
        reply=reply.state if reply else "",
        answer=reply.answer if reply else "",
        reasons=unseal(checking.theirs(found), reply, "reasons")[0] if reply else "",
        written_by=_name(reply),
        version=reply.version if reply else 0,
        guardian_decides=found.asked_of.kind == "nhs",
        steps=_steps(act, found, reply, answered=bool(rows and rows[-1].fits)),
    )


def _line(check: Check, reply: str) -> CheckLine:
    return CheckLine(
        check.id, check.reference, check.organisation.name, check.state, reply, check.asked_at, check.answer_by
    )


def _steps(act: Act, check: Check, reply: CheckReply | None, *, answered: bool) -> tuple[str, ...]:
    """What may be done now: a step to say of whether it fits, an answer to write, or one to decide on."""
    if check.state != CheckState.ASKED or act.now >= check.closes_at:
        return ()
    weighed = reply is not None and reply.state == ReplyState.WEIGHED
    possible = {"release", "send_back"} if weighed else {"answer"} if answered else {"answer", "step"}
    possible.add("is_made_up")
    return tuple(step for step, action in STEPS.items() if step in possible and act.allows(action, CHECK, check))


def _name(reply: CheckReply | None) -> str:
    if reply is None:
        return ""
    return Member.objects.filter(pk=reply.made_by).values_list("name", flat=True).first() or ""
