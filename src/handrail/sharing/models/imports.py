"""Nomination files on their way in: drafts that are written in parts and appear all at once, or never."""

from uuid import UUID, uuid4

from django.db import models

from handrail.directory.models import Centre, Organisation

#: ``brought_by`` of what was written on pages.
NO_IMPORT = UUID(int=0)


class ImportState(models.TextChoices):
    """Where an import stands: see ``exchange.rules.IMPORT``."""

    STAGING = "staging", "Being written"
    PUBLISHED = "published", "Brought in"
    CLEARED = "cleared", "Not finished, and cleared away"


class NominationImport(models.Model):
    """One nomination file on its way in. What it brings carries its id as ``brought_by``.

    While it is ``staging``, row security (migration 0003) hides what it brings from every statement but the import's
    own, as the database hides what is not committed: publishing 20,000 nominations is changing this one row.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.STAGING)
    nominations = models.PositiveIntegerField(help_text="How many new drafts it is to bring.")
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), condition=models.Q(state="staging"), name="one_import_at_a_time"
            ),
        )
