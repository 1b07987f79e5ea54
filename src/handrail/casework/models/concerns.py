"""A concern that somebody chose to tell the police: it goes once, and nothing can be asked through it (demand M14)."""

from uuid import uuid4

from django.db import models

from handrail.casework.models.cases import Case
from handrail.directory.models import Member, Organisation


class Concern(models.Model):
    """What an organisation in a case's team volunteered to the police, where nobody is in danger.

    Nothing refers to a concern: there is no answer to it, no question about it and no request that leans on it.
    Its words are sealed under the key of (person, police force): who sent it keeps no copy here. ``ground`` is the
    rulebook's code of why its sender may tell the police.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    police = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="sent")
    ground = models.CharField(max_length=60)
    words_sealed = models.BinaryField()
    raised_by = models.UUIDField()
    raised_at = models.DateTimeField()
    read_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
