"""Local services, as published directories describe them (Open Referral UK, HSDS 3). Public information."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models


class ServiceState(models.TextChoices):
    """Whether a service can be chosen: see ``rules.SERVICE``."""

    LISTED = "listed", "Listed"
    CLOSED_FOR_NOW = "closed_for_now", "Closed for now"
    ENDED = "ended", "No longer listed"


class ServiceFeed(models.Model):
    """The directory that an organisation looks after, as it was last brought in. One for each organisation.

    ``digest`` is that of everything it says, so that the same directory again is known without comparing services.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation_id = models.UUIDField(unique=True)
    digest = models.BinaryField(max_length=32)
    services = models.PositiveIntegerField()
    brought_in_by = models.UUIDField()
    brought_in_at = models.DateTimeField()


class LocalService(models.Model):
    """A service as the directory of one organisation lists it. One that leaves the directory ends and is kept.

    ``source_id`` is the service's id in the directory; ``topics`` are the names of the taxonomy terms that it is filed
    under, one a line; ``areas`` are GSS codes, ``area_names`` what the directory calls them. Ages are in years.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation_id = models.UUIDField(help_text="Whose directory lists it.")
    source_id = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=300)
    provider = models.CharField(max_length=300, default="")
    description = models.TextField(default="")
    topics = models.TextField(default="")
    url = models.CharField(max_length=2_000, default="")
    email = models.CharField(max_length=254, default="")
    phone = models.CharField(max_length=200, default="")
    minimum_age = models.PositiveSmallIntegerField(null=True)
    maximum_age = models.PositiveSmallIntegerField(null=True)
    eligibility = models.TextField(default="")
    fees = models.TextField(default="")
    how_to_apply = models.TextField(default="")
    areas = ArrayField(models.CharField(max_length=9), default=list)
    area_names = models.TextField(default="")
    state = models.CharField(max_length=14, choices=ServiceState.choices, default=ServiceState.LISTED)
    first_listed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    searched = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("topics", weight="B", config="english")
        + SearchVector("provider", weight="C", config="english")
        + SearchVector("description", weight="D", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("name", "provider")
        constraints = (
            models.UniqueConstraint(fields=("organisation_id", "source_id"), name="a_service_once_in_a_directory"),
        )
        indexes = (
            GinIndex(fields=("searched",), name="services_searched"),
            GinIndex(fields=("areas",), name="services_areas"),
        )
