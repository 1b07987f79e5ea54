"""Whom an organisation may ask what about a person, how often, and what putting the question does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from handrail import duties
from handrail.casework.models import Case
from handrail.casework.team import SUPPORT
from handrail.directory.agreements import agreement_between
from handrail.directory.models import Organisation, RoleGrant
from handrail.duties.working_time import Unit, WorkingTime
from handrail.gate import Act, RuleBroken
from handrail.programme import load
from handrail.programme.catalogue_words import word_of_surveillance
from handrail.programme.questions import Question as Entry
from handrail.questions import rules
from handrail.questions.models import Question
from handrail.questions.resources import QUESTION
from handrail.sharing.models import Disclosure, PersonRecord
from handrail.sharing.owed import owe_contact
from handrail.sharing.sealed import Copy, seal, unseal
from handrail.sharing.wording import refuse_above_official

#: Within how long the rulebook's ceiling on questions to one recipient counts.
A_YEAR = timedelta(days=365)

#: What is sealed once for each side.
TEXTS = ("text", "necessity", "again")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was put before to the same partner about the same person, by the acting organisation."""

    questions: tuple[Question, ...]

    def of(self, code: str) -> tuple[Question, ...]:
        """Those that were put with this code."""
        return tuple(each for each in self.questions if each.put and each.code == code)


def whom(act: Act, case: Case) -> list[Organisation]:
    """Who may be asked: those who know of the case already, so that a question tells nobody that there is one."""
    return list(Organisation.objects.filter(pk__in=knowing(act, case, act.organisation)).order_by("name"))


def knowing(act: Act, case: Case, asker: UUID) -> set[UUID]:
    """Who knows of the case, or that the person is in the programme, and so can be asked by ``asker``."""
    with act.deliver_to(asker):
        told = Disclosure.objects.filter(
            originator_id=asker,
            person_id=case.person_id,
            state__in=("released", "acknowledged"),
            until__gte=act.today,
        )
        return {*case.partners, *told.values_list("recipient_id", flat=True)} - {asker}


def on_offer(act: Act, case: Case, organisation: Organisation) -> list[Entry]:
    """The questions of the rulebook that this organisation may be asked, and could answer the acting one."""
    rulebook = load(case.programme)
    asker = Organisation.objects.get(pk=act.organisation)
    agreement = agreement_between(organisation.pk, asker.pk, centre=case.centre_id, purpose=SUPPORT, on=act.today)
    if agreement is None or SUPPORT not in agreement.purposes:
        return []
    may_come = {each.code for each in rulebook.categories if asker.kind in each.recipients and not each.identity}
    may_come &= set(agreement.categories)
    return [
        entry
        for entry in rulebook.questions
        if organisation.kind in entry.asked_of
        and asker.kind in rulebook.requested_actions[entry.then].owners
        and (entry.category in may_come if entry.category else may_come)
    ]


def earlier(act: Act, case: Case, organisation: Organisation) -> Earlier:
    """What the acting organisation wrote to this one about the person so far, the latest first."""
    found = Question.objects.filter(
        organisation_id=act.organisation, person_id=case.person_id, asked_of=organisation
    ).order_by("-asked_at")
    return Earlier(tuple(found))


def refuse_too_many(act: Act, case: Case, entry: Entry, before: Earlier) -> None:
    """Raise the rule that one more question of this code would break.

    Only what the asker can see counts: a question whose answer is silence is open until its time is over, whatever the
    partner has decided.
    """
    ceilings = load(case.programme).ceilings
    of_code = before.of(entry.code)
    if any(each.code == entry.code and each.state in rules.OPEN for each in before.questions):
        raise rules.AskedAlready
    if len(of_code) >= entry.times:
        raise rules.AskedTooOften(entry.times)
    open_now = ceilings["questions_open_per_recipient"].limit
    if sum(each.state in rules.OPEN for each in before.questions) >= open_now:
        raise rules.TooManyOpen(open_now)
    in_a_year = ceilings["questions_per_recipient_year"].limit
    if sum(each.put and each.put_at > act.now - A_YEAR for each in before.questions) >= in_a_year:
        raise rules.TooManyInAYear(in_a_year)


def check_words(texts: Iterable[tuple[str, str, str]], *, limit: int) -> None:
    """Check each (field, text, what is said where it is missing; may be empty): short, at OFFICIAL, asking for help."""
    for field, text, missing in texts:
        if missing and not text.strip():
            raise RuleBroken("words-missing", missing, field=field)
        if len(text) > limit:
            raise RuleBroken("too-long", f"Use {limit} characters or fewer", field=field)
        refuse_above_official(text, field=field)
        if word := word_of_surveillance(text):
            raise rules.AsksToWatch(word, field=field)


def put(act: Act, record: Question, *, step: str) -> None:
    """Put the question to the one it is for, who sees it from now on and is owed the asker's words. Saves it."""
    record.state = rules.QUESTION.next(record.state, step)
    record.put, record.put_at = True, act.now
    set_times(act, record)
    act.require("question.put", QUESTION, record)
    copy = Copy(record.organisation_id, record.person_id)
    texts = dict(zip(TEXTS, unseal(copy, record, *TEXTS), strict=True))
    with act.deliver_to(record.asked_of_id):
        seal(
            Copy(record.asked_of_id, record.person_id),
            record,
            **{f"{name}_for_other": text for name, text in texts.items()},
        )
    record.save()
    owe_answer(act, record)
    act.also(
        "question.received",
        organisation=record.asked_of_id,
        subject=("Question", record.id),
        asker=record.organisation_id,
        question=record.code,
    )


def set_times(act: Act, record: Question) -> None:
    """By when it is to be answered, and when it closes without an answer; both from now, by the rulebook."""
    timescales = load(record.programme).timescales
    answer, lapse = timescales["answer_question"], timescales["question_lapses"]
    record.answer_by = WorkingTime().due(act.now, answer.amount, Unit(answer.unit))
    record.closes_at = WorkingTime().due(act.now, lapse.amount, Unit(lapse.unit))


def owe_answer(act: Act, record: Question) -> None:
    """The contact of the organisation that is asked owes an answer, or the word that there is none."""
    with act.deliver_to(record.asked_of_id):
        known = PersonRecord.objects.filter(organisation_id=record.asked_of_id, person_id=record.person_id).first()
        owe_contact(
            act,
            record.asked_of,
            kind="answer_question",
            programme=record.programme,
            subject=("Question", record.id),
            person=record.person_id,
            reference=known.reference if known else record.reference,
        )


def owe_outcome(act: Act, record: Question) -> None:
    """Whoever put the question sees what became of it: an answer, or that there is none, whatever the silence."""
    roles = load(record.programme).timescales["read_outcome"].owed_by
    with act.deliver_to(record.organisation_id):
        held = set(RoleGrant.objects.filter(member_id=record.asked_by, state="granted").values_list("role", flat=True))
        duties.raise_about(
            act,
            record,
            organisation=record.organisation_id,
            kind="read_outcome",
            role=next((role for role in roles if role in held), roles[0]),
            subject=("Question", record.id),
            owner=record.asked_by if held.intersection(roles) else None,
        )


def owe_approval(act: Act, record: Question) -> None:
    """A second person of the asking organisation decides: whoever of the rulebook's roles its kind may have."""
    rulebook = load(record.programme)
    kind = Organisation.objects.get(pk=act.organisation).kind
    for role in rulebook.timescales["approve_question"].owed_by:
        if kind in rulebook.roles[role].held_in:
            duties.raise_about(
                act,
                record,
                organisation=act.organisation,
                kind="approve_question",
                role=role,
                subject=("Question", record.id),
                not_for=[record.asked_by],
            )
