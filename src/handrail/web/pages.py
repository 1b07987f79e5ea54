"""What a view ends with: a page, or a redirect with a banner.

A view has one shape throughout::

    def acknowledge(request: HttpRequest, disclosure: UUID) -> HttpResponse:
        by, why = actor(request), purpose(request, person)
        shown = queries.disclosure(by=by, purpose=why.code, disclosure=disclosure)
        form = AcknowledgeForm(request.POST or None)
        if form.is_valid():
            with form.rules():
                actions.acknowledge(by=by, purpose=why.code, disclosure=disclosure, **form.cleaned_data)
            if form.accepted:
                return done(request, ACKNOWLEDGED, to=reverse("work:disclosure", args=[disclosure]))
        return page(request, "work/acknowledge.html", title="Acknowledge", form=form, marking=shown.marking)

Errors of the gate need no handling here: ``handrail.web.answers`` turns each into its page.
"""

from collections.abc import Collection
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from handrail.web import banners


class SeeOther(HttpResponseRedirect):
    """After a POST the browser fetches the next page; reloading it does not act again."""

    status_code = HTTPStatus.SEE_OTHER


def is_shown(request: HttpRequest, steps: Collection[str], *those: str) -> bool:
    """Whether the page for taking one of ``those`` steps is shown: to whoever may take it, as ``steps`` says of them.

    Whoever may not is sent to the page of the record, which says what it waits for and from whom. What was pressed
    there all the same, or too late, is still answered by the rule that refuses it.
    """
    return request.method == "POST" or not frozenset(those).isdisjoint(steps)


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    form: forms.BaseForm | None = None,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    """Render ``template``, now and not lazily.

    Known to the layout: ``title``, the heading; ``tab``, for the browser's tab and history where the heading names a
    person (a reference stands there: tabs are seen by whoever walks past); ``caption`` above the heading; ``marking``
    (1 or 2) and ``readers``; ``purpose`` (a Purpose); ``back`` (address) or ``breadcrumbs`` (pairs of text and
    address); ``section`` (a key of the navigation); ``version`` (of the record that the form changes). A form that
    failed answers 422, or 409 after a conflict.
    """
    if form is not None and getattr(form, "conflict", False):
        status = HTTPStatus.CONFLICT
    elif form is not None and form.is_bound and form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, template, {"title": title, "form": form, **context}, status=status)


def done(request: HttpRequest, banner: banners.Banner, *, to: str, **facts: banners.Fact) -> HttpResponse:
    """Redirect to ``to`` (an address on this site) and say there what happened."""
    banners.leave(request, banner, **facts)
    return SeeOther(to)
