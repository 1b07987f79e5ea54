"""Organisations (each a controller of its own), and the centres where a programme runs."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handrail.gate import FAR_FUTURE


class Organisation(models.Model):
    """A controller. It keeps its own copy of what it holds and answers for it.

    ``kind`` is a code of ``programme.kinds``; with the purpose, it decides which part of the Data Protection Act 2018
    the organisation is under. ``ceiling`` is the highest marking that its systems and staff may hold (1 OFFICIAL,
    2 OFFICIAL-SENSITIVE). ``areas`` are GSS codes of local authorities.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    ceiling = models.PositiveSmallIntegerField(default=2)
    areas = ArrayField(models.CharField(max_length=9), default=list)
    phone = models.CharField(max_length=40, default="")
    abroad = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """A place where a programme runs, covering areas (local authorities by GSS code), until ``ends_on``."""

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200)
    programme = models.CharField(max_length=40)
    programme_ends_on = models.DateField(default=FAR_FUTURE)
    prefix = models.CharField(max_length=3, help_text="The first letters of references made here.")
    areas = ArrayField(models.CharField(max_length=9), default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(default=FAR_FUTURE)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
