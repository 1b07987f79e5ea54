"""Courses of people of whom it is asked who already knows them, before anything is shared. Nobody is told anything.

They live where the register is that may be asked. How many records it has of each stands with the course.
"""

from datetime import timedelta

from handrail.demo import knowing, nominating
from handrail.demo.partners import PartnerRegister
from handrail.demo.story import Story
from handrail.demo.timeline import Life
from handrail.gate import clock


def almost_written(story: Story) -> Life:
    """Two records were found: about the likely one nobody has been asked, about the other a colleague decides."""
    yield from nominating.write(story, telling_too=False)
    yield story.pilot.diary.soon()
    found = yield from knowing.found(story, quickly=True)
    for candidate in found[1:]:
        knowing.ask(story, candidate, words="weak")


def answered(story: Story) -> Life:
    """Three records were asked about: the person’s, another’s, and one that can’t be told."""
    yield from nominating.write(story)
    yield story.pilot.diary.later(0.2, 1)
    found = yield from knowing.found(story)
    asked = [check for candidate in found if (check := knowing.ask(story, candidate))]
    for check, said in zip(asked, ("same", "not_same", "unsure"), strict=False):
        yield story.pilot.diary.later(0.3, 1)
        knowing.compare(story, check, "no" if said == "not_same" else "yes")
        knowing.answer(story, check, said)
        yield story.pilot.diary.later(0.2, 1)
        knowing.release(story, check)


def waits(story: Story) -> Life:
    """One check is before the partner, one answer waits for its second person, and of one nothing is said."""
    yield from nominating.write(story)
    found = yield from knowing.found(story)
    asked = [check for candidate in found if (check := knowing.ask(story, candidate))]
    for check, said in zip(asked[1:], ("same", "cannot_say"), strict=False):
        yield story.pilot.diary.soon()
        knowing.compare(story, check)
        knowing.answer(story, check, said)


def nobody_knows(story: Story) -> Life:
    """Taken back, declined, and in the end asked; nothing was found. It is proposed to ask once more."""
    yield from nominating.write(story)
    yield story.pilot.diary.soon()
    knowing.withdraw(story, knowing.propose(story))
    yield story.pilot.diary.soon()
    search = knowing.propose(story)
    yield story.pilot.diary.later(0.2, 1)
    knowing.decline(story, search)
    yield story.pilot.diary.later(1, 3)
    yield from knowing.found(story)
    yield story.pilot.diary.ago(1)
    knowing.propose(story)


def on_the_way(story: Story) -> Life:
    """The request was taken out yesterday, and its answer has not come back."""
    yield from nominating.write(story)
    yield story.pilot.diary.soon()
    search = knowing.propose(story)
    yield story.pilot.diary.soon()
    knowing.authorise(story, search)
    yield story.pilot.diary.soon()
    knowing.take_out(story, search)


def came_too_late(story: Story) -> Life:
    """While the request was on the way the register was published anew: it was refused, and asked again.

    Of what was found then, one is set aside, one check taken back, and the last closes without an answer.
    """
    yield from nominating.write(story)
    yield story.pilot.diary.soon()
    search = knowing.propose(story)
    yield story.pilot.diary.soon()
    knowing.authorise(story, search)
    yield story.pilot.diary.soon()
    request = knowing.take_out(story, search)
    yield story.pilot.diary.later(0.5, 1)
    offer = knowing.publish(story.pilot)
    knowing.bring_in(story, search, PartnerRegister.of(knowing.KEEPER).answer(request))
    yield story.pilot.diary.later(0.3, 1)
    yield from knowing.accepted(story.pilot, offer)
    yield story.pilot.diary.later(1, 2)
    found = yield from knowing.found(story)
    for candidate in found[2:]:
        knowing.set_aside(story, candidate)
    asked = [(candidate, check) for candidate in found[:2] if (check := knowing.ask(story, candidate))]
    yield story.pilot.diary.later(0.5, 2)
    for candidate, _ in asked[1:]:
        knowing.take_back(story, candidate)
    yield clock.now() + timedelta(days=20)
    for _, check in asked[:1]:
        knowing.lapse(story, check)


def withdrawn(story: Story) -> Life:
    """A record was found; then the nomination was withdrawn, and with it all that was found."""
    yield from nominating.write(story)
    yield from knowing.found(story)
    yield story.pilot.diary.later(0.5, 2)
    nominating.put_forward(story)
    yield story.pilot.diary.later(0.2, 1)
    nominating.withdraw(story)


#: Nobody hears of these people but the unit that nominates them.
LIVES = (almost_written, answered, waits, nobody_knows, on_the_way, came_too_late, withdrawn)
