"""Courses of people for whom a case is opened."""

from handrail.demo import asking, assessing, nominating, owning, receiving
from handrail.demo.courses.holding import answered_by_all
from handrail.demo.story import Story
from handrail.demo.supporting import Case
from handrail.demo.timeline import Life


def case_opened(story: Story) -> Life:
    """A case was opened, and a service planned."""
    yield from answered_by_all(story)
    case = Case(story)
    case.describe()
    yield story.pilot.diary.later(0.5, 2)
    case.plan_service(due_in=28)
    assessing.begin(story, case)
    asking.own_words(case, turn_down=False)
    yield from asking.waits(story, case)
    owning.waits(story, case)
    yield from owning.kind_in_question(story, case)


def supported(story: Story) -> Life:
    """They were told and said yes; one thing is done, another under way, a third was cancelled."""
    yield from answered_by_all(story)
    case = Case(story, review_in=80)
    case.describe()
    service = case.plan_service(due_in=21)
    yield story.pilot.diary.later(1, 3)
    case.start(service)
    assessing.assess(story, case)
    yield from owning.refused_then_accepted(story, case)
    yield story.pilot.diary.later(2, 6)
    case.tell()
    yield story.pilot.diary.later(1, 3)
    case.consent("give", "given")
    case.want()
    yield from asking.answered(story, case)
    mentoring = case.plan_mentoring(due_in=60, consent="given")
    given_up = case.plan_mentoring(due_in=30, consent="given")
    yield story.pilot.diary.later(0.5, 2)
    case.police()
    case.start(mentoring)
    case.meet(mentoring, "met")
    concern = case.tell_the_police()
    yield story.pilot.diary.later(5, 12)
    case.read_by_the_police(concern)
    case.meet(mentoring, "rearranged")
    case.finish(service)
    case.cancel(given_up)
    assessing.assess(story, case, again=True)
    case.say_of_the_objective("reach")
    case.want()


def review_late(story: Story) -> Life:
    """What was planned was given, and the case should have been reviewed."""
    yield from answered_by_all(story)
    case = Case(story, review_in=30)
    case.describe()
    service = case.plan_service(due_in=20)
    case.hand_back(case.plan_service(due_in=25))
    case.tell_the_police()
    assessing.ask(story, case)
    yield from owning.another_kind(story, case)
    yield story.pilot.diary.later(2, 9)
    case.police(confirm=False)
    case.start(service)
    yield story.pilot.diary.later(2, 6)
    case.finish(service)


def said_no(story: Story) -> Life:
    """They said no, and the case was closed."""
    yield from answered_by_all(story)
    case = Case(story)
    case.describe()
    yield from asking.taken_back(story, case)
    yield from owning.taken_back(story, case)
    yield story.pilot.diary.later(2, 6)
    case.tell()
    case.consent("refuse", "refused")
    assessing.end_the_need(case, "close")
    yield story.pilot.diary.later(1, 4)
    case.close("consent_refused")


def changed_their_mind(story: Story) -> Life:
    """They took part, and then didn't want to any more."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    case.tell()
    case.consent("give", "given")
    case.want()
    mentoring = case.plan_mentoring(due_in=60, consent="given")
    yield story.pilot.diary.later(0.5, 2)
    case.police()
    case.start(mentoring)
    yield story.pilot.diary.later(14, 40)
    case.consent("withdraw", "withdrawn")
    case.say_of_the_objective("set_aside")
    yield story.pilot.diary.later(3, 9)
    case.close("consent_withdrawn")


def closed_and_reopened(story: Story) -> Life:
    """The case was closed with their needs met, and later opened again."""
    yield from answered_by_all(story)
    case = Case(story)
    case.describe()
    service = case.plan_service(due_in=21)
    yield story.pilot.diary.later(2, 6)
    case.start(service)
    yield story.pilot.diary.later(5, 15)
    case.finish(service)
    assessing.end_the_need(case, "meet")
    assessing.assess_and_keep_back(story, case)
    case.review(again_in=45)
    yield from asking.silent(story, case)
    yield story.pilot.diary.later(2, 9)
    case.close("needs_met")
    if story.random.random() < 0.4:
        yield story.pilot.diary.later(20, 60)
        case.reopen()


def danger_passed(story: Story) -> Life:
    """Somebody was in danger; an officer took it by name, and it was settled."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    yield story.pilot.diary.later(1, 9)
    escalation = case.escalate(danger_now=True)
    yield story.pilot.diary.soon()
    case.answer(escalation)
    yield story.pilot.diary.later(0.1, 0.5)
    case.settle(escalation, "made_safe")


def danger_being_managed(story: Story) -> Life:
    """Danger climbed to the duty officer before anybody took it, and is being managed."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    yield story.pilot.diary.later(0.5, 2)
    escalation = case.escalate(danger_now=False)
    yield from case.nobody_answers(escalation)
    case.answer(escalation, by="duty_officer")


def danger_now(story: Story) -> Life:
    """Danger was raised, and nobody has taken it yet."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    yield story.pilot.diary.end
    case.escalate(danger_now=True)


def support_stopped(story: Story) -> Life:
    """A support action was flagged as asking to watch, and stopped."""
    yield from answered_by_all(story)
    case = Case(story, review_in=90)
    case.describe()
    service = case.plan_service(due_in=30)
    yield from asking.flagged(story, case, concluded=False)
    yield story.pilot.diary.later(1, 2)
    case.flag(service)


def to_look_again(story: Story) -> Life:
    """What a case draws on was recalled: the case has to be looked at again."""
    yield from answered_by_all(story)
    case = Case(story, review_in=85)
    case.describe()
    story.case = case
    assessing.assess(story, case)
    asking.own_words(case, turn_down=True)
    yield from asking.flagged(story, case, concluded=True)
    yield story.pilot.diary.later(3, 6)
    nominating.recall(story, story.last_shared, "inaccurate")
    for received in story.received.values():
        yield story.pilot.diary.later(0.1, 0.9)
        receiving.acknowledge_notices(story, received)


def looked_at_again(story: Story) -> Life:
    """The case was looked at again."""
    yield from to_look_again(story)
    yield story.pilot.diary.later(1, 3)
    if story.case is not None:
        story.case.review(again_in=80)
