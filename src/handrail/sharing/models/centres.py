"""How many people are nominated in a centre: a number that every originator counts on, and nothing else."""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Centre


class CentreYear(models.Model):
    """How many people were brought into a centre in one of its years, by whichever organisation.

    No organisation sees another's nominations, so the count that all of them share is kept apart: it says how many,
    never whose or who.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    names = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("centre", "begins_on"), name="one_count_of_a_centre_year"),)
