"""The Jinja environment of every page: GOV.UK macros, our filters, and no silence about a misspelt name."""

from collections.abc import Mapping
from typing import Any, NoReturn

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined, UndefinedError
from jinja2.utils import missing

from handrail.web import amounts, marking, states, wording
from handrail.web.components import component, revealed_fields
from handrail.web.forms import error_summary, failed


class NoticedUndefined(Undefined):
    """A missing name is an error where our templates would print or follow it.

    GOV.UK's macros rely on missing keys of their parameter mappings being blank, so those stay quiet; a missing
    variable that is printed, or a missing attribute of a value, is a mistake of ours and raises UndefinedError.
    """

    __slots__ = ()

    def _is_quiet(self) -> bool:
        in_a_mapping = self._undefined_obj is not missing and isinstance(self._undefined_obj, Mapping)
        no_else_branch = self._undefined_name is None  # {{ x if condition }}
        return in_a_mapping or no_else_branch

    def _complain(self) -> NoReturn:
        raise UndefinedError(self._undefined_message)

    def __str__(self) -> str:
        if not self._is_quiet():
            self._complain()
        return ""

    def __iter__(self) -> Any:
        if not self._is_quiet():
            self._complain()
        return iter(())

    def __bool__(self) -> bool:
        if self._undefined_obj is not missing and not self._is_quiet():
            self._complain()
        return False

    __hash__ = Undefined.__hash__


def environment(*, loader: BaseLoader, auto_reload: bool, **_defaults: Any) -> Environment:
    """What settings.TEMPLATES names; Django passes its loader for our folders, and defaults that are fixed here."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(
        loader=ChoiceLoader([loader, govuk]),
        autoescape=True,
        auto_reload=auto_reload,
        undefined=NoticedUndefined,
        finalize=_nothing_for_none,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        date=wording.spoken_date,
        time=wording.spoken_time,
        moment=wording.spoken_moment,
        due=wording.spoken_due,
        age=wording.spoken_age,
        paragraphs=wording.paragraphs,
        in_fours=wording.in_fours,
        hours=amounts.spoken_minutes,
        pounds=amounts.spoken_pence,
    )
    made.globals.update(
        url=_url,
        asset=static,
        component=component,
        error_summary=error_summary,
        failed=failed,
        json_script=json_script,
        revealed_fields=revealed_fields,
        counted=wording.counted,
        tag_class=states.tag_class,
        withdrawn_reason=states.withdrawn_reason,
        withdrawn_title=states.withdrawn_title,
        marking_band=marking.band,
        marking_words=marking.words,
    )
    return made


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _nothing_for_none(value: object) -> object:
    """Jinja would print the word None."""
    return "" if value is None else value
