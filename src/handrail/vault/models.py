"""The vault's one table: the data keys, wrapped."""

import uuid
from datetime import UTC, datetime

from django.db import models
from django.db.models import Q

#: ``destroyed_at`` of a key that is in use. Row security and policy never meet a NULL.
IN_USE = datetime(9999, 12, 31, 12, 0, tzinfo=UTC)


class DataKey(models.Model):
    """The key for one organisation's copy of what concerns one person, wrapped by that organisation's key.

    Destroying it erases the copy: ``wrapped`` becomes empty, and everything sealed under it is noise. A person whose
    copy was erased and about whom something new is received later gets a new version.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")
    app_update_columns = ("organisation_key_version", "wrapped", "destroyed_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    person_id = models.UUIDField()
    version = models.PositiveIntegerField()
    organisation_key_version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(default=IN_USE)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation_id", "person_id", "version"), name="vault_one_key_a_version"),
            models.CheckConstraint(
                condition=(Q(destroyed_at=IN_USE) & ~Q(wrapped=b"")) | (Q(destroyed_at__lt=IN_USE) & Q(wrapped=b"")),
                name="vault_destroyed_means_empty",
            ),
        )

    def __str__(self) -> str:
        return f"data key {self.id}, version {self.version}"

    @property
    def destroyed(self) -> bool:
        """Whether this key was destroyed, and with it every text sealed under it."""
        return self.destroyed_at < IN_USE
