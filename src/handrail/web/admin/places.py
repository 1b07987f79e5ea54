"""Addresses that several views lead back to."""

from uuid import UUID

from django.urls import reverse

#: What these pages are read and changed for: running the service.
PURPOSE = "administration"


def members() -> str:
    """The list of members."""
    return reverse("admin:members")


def member(member: UUID) -> str:
    """One member's page."""
    return reverse("admin:member", args=[member])


def roles() -> str:
    """The roles that wait for a second person."""
    return reverse("admin:roles")


def agreement(agreement: UUID) -> str:
    """One agreement's page."""
    return reverse("admin:agreement", args=[agreement])
