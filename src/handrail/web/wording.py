"""How dates, times, counts and references are said on a page: the GOV.UK style, London time."""

from datetime import date, datetime, timedelta

from markupsafe import Markup, escape

from handrail.gate import clock

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def spoken_date(value: date | datetime) -> str:
    """ "4 June 2018"; a moment is dated by the London day that it falls on."""
    day = value.astimezone(clock.LONDON).date() if isinstance(value, datetime) else value
    if day == clock.FAR_FUTURE:
        return "no end date"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def spoken_time(value: datetime) -> str:
    """ "3:15pm", "9am", "midday", "midnight"."""
    local = value.astimezone(clock.LONDON)
    if local.minute == 0 and local.hour % 12 == 0:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def spoken_moment(value: datetime) -> str:
    """ "4 June 2018 at 3:15pm"."""
    return f"{spoken_date(value)} at {spoken_time(value)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 organisation", "3 organisations", "1,200 people": the number with its noun."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}"


def spoken_due(due: datetime) -> str:
    """How far off something is: "in 2 hours", "tomorrow", "in 5 days", "2 days late". Words, never colour alone."""
    now = clock.now()
    days = (due.astimezone(clock.LONDON).date() - now.astimezone(clock.LONDON).date()).days
    if due < now:
        return f"{_span(now - due) if days == 0 else counted(max(-days, 1), 'day')} late"
    if days == 0:
        return f"in {_span(due - now)}"
    return "tomorrow" if days == 1 else f"in {counted(days, 'day')}"


def spoken_age(seconds: int) -> str:
    """How long something has waited: "5 seconds", "2 hours", "3 days"."""
    days = seconds // (24 * 60 * 60)
    if seconds < 60:
        return counted(seconds, "second")
    return counted(days, "day") if days else _span(timedelta(seconds=seconds))


def _span(length: timedelta) -> str:
    minutes = max(int(length.total_seconds() // 60), 1)
    return counted(minutes, "minute") if minutes < 60 else counted(minutes // 60, "hour")


def in_fours(text: str) -> str:
    """A long reference as people read it out: "d0ae-3f56-10c8-52f0"."""
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def paragraphs(text: str) -> Markup:
    """What somebody wrote, with its line breaks kept and everything in it escaped."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup('<p class="govuk-body">{}</p>').format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
    )
