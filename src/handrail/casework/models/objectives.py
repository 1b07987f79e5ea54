"""What the person would like to be different: the objectives of a plan, which its support actions serve."""

from uuid import uuid4

from django.db import models

from handrail.casework.models.cases import Case
from handrail.directory.models import Organisation


class Objective(models.Model):
    """One thing that the person would like to be different, or that is hoped for them, in words they would recognise.

    ``own_words`` is true where they were asked and these are their words, in the first person. Its lifecycle is
    ``rules.OBJECTIVE``; ``organisation`` is whose member wrote it down. The words are kept by whoever leads the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="objectives")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words_sealed = models.BinaryField()
    own_words = models.BooleanField()
    state = models.CharField(max_length=10, default="open")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
