"""What a recipient decides for itself: whether to say that it knows the person; and opening what is sealed."""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Organisation
from handrail.sharing.models.disclosures import Disclosure
from handrail.sharing.models.holdings import Holding


class Knows(models.TextChoices):
    """Whether an organisation says that it knows the person. The first is the default and says nothing."""

    CANNOT_SAY = "cannot_say", "We cannot say"
    KNOWN = "known", "We know this person"
    NOT_KNOWN = "not_known", "We do not know this person"


class KnowsStatement(models.Model):
    """A recipient's own sharing decision on one disclosure: does it say that it knows the person, and to whom?

    Health organisations need their Caldicott guardian: until then the originator sees *cannot say*.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    originator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="statements")
    person_id = models.UUIDField()
    programme = models.CharField(max_length=40)
    answer = models.CharField(max_length=12, choices=Knows.choices, default=Knows.CANNOT_SAY)
    state = models.CharField(max_length=12, default="made", help_text="waiting (for the guardian), made or refused")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)


class UnsealRequest(models.Model):
    """Opening sealed text: asked by one person, approved by another, one of the two the data protection officer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="unseal_requests")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=12)
    programme = models.CharField(max_length=40)
    ground = models.CharField(max_length=60)
    reason_sealed = models.BinaryField()
    state = models.CharField(max_length=12, default="asked")
    requested_by = models.UUIDField()
    requested_by_officer = models.BooleanField(help_text="Whether the one who asked is the data protection officer.")
    requested_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)
