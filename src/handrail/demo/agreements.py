"""The pilot's agreements: drafted, consulted on, offered, accepted or refused, reviewed, left and given up."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from handrail import programme
from handrail.demo import wording
from handrail.demo.founding import OPENED
from handrail.demo.organisations import PROGRAMME, entries
from handrail.demo.pilot import ADMINISTRATION, SUPPORT, House, Pilot
from handrail.demo.timeline import Life
from handrail.directory.actions import answers, drafting, reviewing
from handrail.directory.terms import Terms
from handrail.duties.working_time import months_after
from handrail.gate import Actor, clock
from handrail.programme.kinds import NEVER_RECIPIENTS

#: When the agreements of the centres were reviewed, in days before today; and after how many days again.
REVIEWS = ((330, 360), (96, 336))

#: An agreement is to be reviewed so many days after it is drafted.
_FIRST_REVIEW = 360

_REPRESENTATIVES = ("councils-together", "community-voices")
_NAME_CEILING, _RETENTION_DAYS = 60, 365


@dataclass(frozen=True, slots=True)
class Centre:
    """How the agreement of one centre fared: who drafted it, and who did anything other than accept it."""

    slug: str
    lead: str
    silent: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    came_round: tuple[str, ...] = ()


CENTRES = (
    Centre("london", "camden", silent=("barnet",), refused=("tower-hamlets",)),
    Centre("west-midlands", "birmingham", left=("sandwell",), came_round=("wolverhampton",)),
    Centre("north-west", "manchester", silent=("oldham",)),
)


@dataclass(frozen=True, slots=True)
class Small:
    """An agreement among a few: its title, centre and parties, the first of which drafts it (``post`` does)."""

    title: str
    centre: str
    parties: tuple[str, ...]
    post: str


MENTORING = Small("Mentoring in London", "london", ("camden", "ctu-london", "steady-ground", "harebell"), "lead")
LANDLORDS = Small("Sharing with landlords in London", "london", ("camden", "ctu-london", "anvil-homes"), "lead")
HOMES = Small("Homes in the West Midlands", "west-midlands", ("birmingham", "ctu-west-midlands", "anvil-homes"), "lead")
WORK = Small("Ways into work in the North West", "north-west", ("manchester", "ctu-north-west", "probation"), "lead")
WELCOME = Small("A welcome in London", "london", ("harebell", "ctu-london", "steady-ground"), "approver")
GUIDANCE = Small("Mentoring in the North West", "north-west", ("steady-ground", "ctu-north-west"), "approver")


def carries_until(pilot: Pilot) -> date:
    """Until when, at the least, the agreements of the centres carry anything as they stand at the moment."""
    today, a_week = pilot.diary.today, timedelta(days=7)
    until = today - timedelta(days=OPENED) + timedelta(days=_FIRST_REVIEW)
    for ago, again in REVIEWS:
        reviewed = today - timedelta(days=ago)
        if clock.today() > reviewed + a_week:
            until = reviewed + timedelta(days=again)
    return until - a_week


def begin(pilot: Pilot) -> None:
    """Put every agreement on the pilot's timeline."""
    for centre in CENTRES:
        pilot.parties[centre.slug] = accepted(centre)
        pilot.timeline.add(pilot.diary.ago(OPENED - 2), _of_a_centre(pilot, centre))
    for days, life in (
        (320, _due_for_review(pilot, WELCOME)),
        (200, _made_anew(pilot, GUIDANCE)),
        (90, _given_up(pilot, LANDLORDS)),
        (24, _offered(pilot, WORK)),
        (9, _consulted_on(pilot, MENTORING)),
        (4, _drafted(pilot, HOMES)),
    ):
        pilot.timeline.add(pilot.diary.ago(days), life)


def accepted(centre: Centre) -> frozenset[str]:
    """Who accepts the agreement of a centre and stays."""
    return frozenset(_parties(centre.slug)) - {*centre.silent, *centre.refused, *centre.left}


def _of_a_centre(pilot: Pilot, centre: Centre) -> Life:
    words = wording.agreement()
    title = words.title.format(centre=programme.load(PROGRAMME).centres[centre.slug].title)
    lead, parties = pilot.houses[centre.lead], _parties(centre.slug)
    small = Small(title, centre.slug, (centre.lead, *(slug for slug in parties if slug != centre.lead)), "lead")
    agreement = _draft(pilot, small)
    funding = [(line, _fund(pilot, lead, agreement, line)) for line in words.funding]
    pilot.lines[centre.slug] = tuple(known for _, known in funding)
    yield from _consult(pilot, small, agreement, questions=3)
    drafting.offer(by=lead.by("lead"), purpose=ADMINISTRATION, agreement=agreement)
    for slug in parties:
        if slug in centre.silent:
            continue
        yield pilot.diary.later(0.1, 0.8)
        signatory = pilot.by("approver", slug)
        if slug in (*centre.refused, *centre.came_round):
            answers.refuse(by=signatory, purpose=ADMINISTRATION, agreement=agreement, reason=words.refusal)
        else:
            answers.accept(by=signatory, purpose=ADMINISTRATION, agreement=agreement)
    for slug in centre.came_round:
        yield pilot.diary.later(3, 5)
        answers.accept(by=pilot.by("approver", slug), purpose=ADMINISTRATION, agreement=agreement)
    for ago, again in REVIEWS:
        yield pilot.diary.ago(ago)
        reviewing.review(
            by=lead.by("lead"),
            purpose=ADMINISTRATION,
            agreement=agreement,
            finding=words.finding,
            review_on=clock.today() + timedelta(days=again),
        )
    for line, known in funding:
        if line.state == "lapsed":
            _fund(pilot, lead, agreement, line, known=known)
    for slug in centre.left:
        yield pilot.diary.later(20, 40)
        answers.leave(by=pilot.by("approver", slug), purpose=ADMINISTRATION, agreement=agreement, reason=words.leaving)


def _due_for_review(pilot: Pilot, small: Small) -> Life:
    agreement = _draft(pilot, small, review_in=310)
    yield from _accepted_by_all(pilot, small, agreement)
    yield pilot.diary.ago(5)
    reviewing.fall_due(by=pilot.houses[small.parties[0]].service("sweep"), purpose=ADMINISTRATION, agreement=agreement)


def _made_anew(pilot: Pilot, small: Small) -> Life:
    first = _draft(pilot, small)
    yield from _accepted_by_all(pilot, small, first)
    yield pilot.diary.ago(70)
    drafter = pilot.by(small.post, small.parties[0])
    second = drafting.revise(by=drafter, purpose=ADMINISTRATION, agreement=first)
    yield from _accepted_by_all(pilot, small, second)


def _given_up(pilot: Pilot, small: Small) -> Life:
    agreement = _draft(pilot, small)
    yield pilot.diary.later(5, 9)
    reviewing.end_agreement(by=pilot.by(small.post, small.parties[0]), purpose=ADMINISTRATION, agreement=agreement)


def _offered(pilot: Pilot, small: Small) -> Life:
    agreement = _draft(pilot, small)
    yield from _consult(pilot, small, agreement, questions=1)
    drafting.offer(by=pilot.by(small.post, small.parties[0]), purpose=ADMINISTRATION, agreement=agreement)


def _consulted_on(pilot: Pilot, small: Small) -> Life:
    agreement = _draft(pilot, small)
    yield pilot.diary.soon()
    drafting.consult(by=pilot.by(small.post, small.parties[0]), purpose=ADMINISTRATION, agreement=agreement)
    asked = pilot.by("consultee", _REPRESENTATIVES[0])
    yield pilot.diary.later(1, 2)
    answers.respond(by=asked, purpose=ADMINISTRATION, agreement=agreement, response=wording.agreement().views[0])
    question = wording.agreement().questions[-1].question
    answers.ask(by=asked, purpose=ADMINISTRATION, agreement=agreement, question=question)


def _drafted(pilot: Pilot, small: Small) -> Life:
    _draft(pilot, small)
    yield pilot.diary.soon()


def _accepted_by_all(pilot: Pilot, small: Small, agreement: UUID) -> Life:
    yield from _consult(pilot, small, agreement, questions=0)
    drafting.offer(by=pilot.by(small.post, small.parties[0]), purpose=ADMINISTRATION, agreement=agreement)
    for slug in small.parties:
        yield pilot.diary.later(0.2, 1)
        answers.accept(by=pilot.by("approver", slug), purpose=ADMINISTRATION, agreement=agreement)


def _consult(pilot: Pilot, small: Small, agreement: UUID, *, questions: int) -> Life:
    """Everybody asked says something within a week or so, and some ask; the drafter answers."""
    words = wording.agreement()
    drafter = pilot.by(small.post, small.parties[0])
    yield pilot.diary.soon()
    drafting.consult(by=drafter, purpose=ADMINISTRATION, agreement=agreement)
    asked = [*(pilot.by("approver", slug) for slug in small.parties[1:]), *_consultees(pilot)]
    for number, by in enumerate(asked):
        yield pilot.diary.later(0.1, 0.6)
        view = words.views[number % len(words.views)]
        answers.respond(by=by, purpose=ADMINISTRATION, agreement=agreement, response=view)
        if number < questions:
            entry = words.questions[number]
            question = answers.ask(by=by, purpose=ADMINISTRATION, agreement=agreement, question=entry.question)
            answers.answer(
                by=drafter,
                purpose=ADMINISTRATION,
                agreement=agreement,
                question=question,
                answer=entry.answer.format(ceiling=_NAME_CEILING),
            )
    yield pilot.diary.later(0.5, 1)


def _draft(pilot: Pilot, small: Small, *, review_in: int = _FIRST_REVIEW) -> UUID:
    return drafting.draft_agreement(
        by=pilot.by(small.post, small.parties[0]),
        purpose=ADMINISTRATION,
        centre=pilot.centres[small.centre],
        terms=_terms(pilot, small, review_in=review_in),
    )


def _terms(pilot: Pilot, small: Small, *, review_in: int) -> Terms:
    words, rulebook = wording.agreement(), programme.load(PROGRAMME)
    opened = pilot.diary.today - timedelta(days=OPENED)
    return Terms(
        title=small.title,
        purposes=(SUPPORT,),
        categories=rulebook.categories.codes,
        basis=words.basis,
        duties=words.duties,
        liability=words.liability,
        name_ceiling=_NAME_CEILING,
        retention_days=_RETENTION_DAYS,
        review_on=clock.today() + timedelta(days=review_in),
        ends_on=months_after(opened, rulebook.pilot_months),
        parties=tuple(pilot.houses[slug].id for slug in small.parties),
        consulted=tuple(pilot.houses[slug].id for slug in _REPRESENTATIVES),
    )


def _fund(pilot: Pilot, lead: House, agreement: UUID, line: wording.Funding, *, known: UUID | None = None) -> UUID:
    """Write down a funding line, or that ``known`` has lapsed: it ended three months ago, the others with the pilot."""
    opened = pilot.diary.today - timedelta(days=OPENED)
    lapses = line.state == "lapsed"
    return drafting.set_funding(
        by=lead.by("lead"),
        purpose=ADMINISTRATION,
        agreement=agreement,
        payer=line.payer,
        payee=lead.id,
        covers=line.covers,
        pounds_a_year=line.pounds_a_year,
        state="confirmed" if lapses and known is None else line.state,
        ends_on=pilot.diary.today - timedelta(days=90) if lapses else months_after(opened, 24),
        when_it_ends=line.when_it_ends,
        line=known,
    )


def _parties(centre: str) -> tuple[str, ...]:
    return tuple(each.slug for each in entries() if centre in each.centres and each.kind not in NEVER_RECIPIENTS)


def _consultees(pilot: Pilot) -> list[Actor]:
    return [pilot.by("consultee", slug) for slug in _REPRESENTATIVES]
