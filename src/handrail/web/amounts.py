"""Hours and pounds: how they are typed and how they are said. Kept as whole minutes and whole pence."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

#: What stands before an amount that is taken back: the sign that is as wide as a digit.
_MINUS = "\N{MINUS SIGN}"

_CLOCK = re.compile(r"(\d{1,3})[:h](\d{2})m?", re.ASCII)
_DECIMAL = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?(?:h|hours?)?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,4})(?:m|min|mins|minutes?)", re.ASCII)
_POUNDS = re.compile(r"£?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{2}))?", re.ASCII)


class Hours(forms.CharField):
    """Time typed as 1:30, 1.5, 1h30 or 90m. The cleaned value is whole minutes; 0 where it was left empty."""

    def __init__(self, label: str, *, hint: str = "", **kwargs: Any) -> None:
        super().__init__(label=label, help_text=hint, required=False, max_length=20, **kwargs)
        self.width = 5

    def clean(self, value: Any) -> Any:
        """Whole minutes; raises ValidationError for what is no length of time."""
        typed = re.sub(r"\s+", "", str(super().clean(value))).lower()
        if not typed:
            return 0
        if found := _CLOCK.fullmatch(typed):
            hours, minutes = int(found[1]), int(found[2])
            if minutes < 60:
                return hours * 60 + minutes
        elif found := _MINUTES.fullmatch(typed):
            return int(found[1])
        elif found := _DECIMAL.fullmatch(typed):
            return int(found[1]) * 60 + round(int((found[2] or "0").ljust(2, "0")) * 60 / 100)
        raise ValidationError(f"{self.label} must be hours, like 1.5 or 1:30, or minutes, like 45m")


class Pounds(forms.CharField):
    """An amount of money typed as 12, 12.50 or £1,200. The cleaned value is whole pence, or ``empty`` where it was left
    empty."""

    def __init__(self, label: str, *, hint: str = "", empty: int | None = 0, **kwargs: Any) -> None:
        super().__init__(label=label, help_text=hint, required=False, max_length=20, **kwargs)
        self.width = 5
        self.empty = empty

    def clean(self, value: Any) -> Any:
        """Whole pence; raises ValidationError for what is no amount."""
        typed = re.sub(r"\s+", "", str(super().clean(value)))
        if not typed:
            return self.empty
        found = _POUNDS.fullmatch(typed)
        if found is None:
            raise ValidationError(f"{self.label} must be an amount in pounds, like 12 or 12.50")
        return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


def spoken_minutes(minutes: int) -> str:
    """ "1 hour 30 minutes", "45 minutes", "-2 hours"; nothing for none."""
    if minutes == 0:
        return ""
    hours, left = divmod(abs(minutes), 60)
    parts = [f"{hours:,} {'hour' if hours == 1 else 'hours'}"] if hours else []
    parts += [f"{left} {'minute' if left == 1 else 'minutes'}"] if left else []
    return (_MINUS if minutes < 0 else "") + " ".join(parts)


def spoken_pence(pence: int) -> str:
    """ "£1,200", "£12.50", "-£3"; nothing for none."""
    if pence == 0:
        return ""
    pounds, left = divmod(abs(pence), 100)
    return (_MINUS if pence < 0 else "") + (f"£{pounds:,}.{left:02}" if left else f"£{pounds:,}")
