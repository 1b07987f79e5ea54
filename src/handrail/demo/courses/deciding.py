"""Courses that end with a decision, or wait for one."""

from handrail.demo import nominating
from handrail.demo.story import Story
from handrail.demo.timeline import Life


def in_a_file(story: Story) -> Life:
    """It came in a file, and nobody has taken it up."""
    yield story.pilot.diary.soon()


def being_written(story: Story) -> Life:
    """A draft with its first items."""
    yield from nominating.write(story, all_of_it=False)


def left_lying(story: Story) -> Life:
    """Nobody went on with a draft: its officers were told, then it ended and what was written was destroyed."""
    yield from being_written(story)
    yield story.pilot.diary.later(82, 84)
    nominating.end_draft(story)
    yield story.pilot.diary.later(12, 14)
    nominating.end_draft(story)


def ready(story: Story) -> Life:
    """A draft that lacks nothing and has not been put forward."""
    yield from nominating.write(story)


def proposed(story: Story) -> Life:
    """It waits for an authoriser."""
    yield from nominating.write(story)
    yield story.pilot.diary.later(0.1, 0.9)
    nominating.put_forward(story)


def sent_back(story: Story) -> Life:
    """It was sent back."""
    yield from proposed(story)
    yield story.pilot.diary.later(0.1, 1)
    nominating.send_back(story)


def declined(story: Story) -> Life:
    """It was decided not to share."""
    yield from proposed(story)
    yield story.pilot.diary.later(0.5, 4)
    nominating.decline(story)


def withdrawn(story: Story) -> Life:
    """Its author withdrew it."""
    yield from proposed(story)
    yield story.pilot.diary.later(0.2, 1)
    nominating.withdraw(story)


def just_released(story: Story) -> Life:
    """It waits to be acknowledged."""
    yield from nominating.released(story)
