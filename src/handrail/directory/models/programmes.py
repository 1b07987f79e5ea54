"""The programmes that were installed here, besides those that come with Handrail."""

from uuid import uuid4

from django.db import models

from handrail.directory.models.organisations import Organisation


class InstalledProgramme(models.Model):
    """A version of a programme as it was installed. Never changed: another version is another row.

    The rulebook and its policy are files in the home; ``digest`` is that of what two people read
    (``programme.contents``). ``organisation`` answers for it.
    """

    app_privileges = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    slug = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    installed_by = models.UUIDField()
    installed_at = models.DateTimeField()

    class Meta:
        ordering = ("slug", "installed_at")
        constraints = (models.UniqueConstraint(fields=("slug", "version"), name="installed_once"),)

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"
