"""What oversight keeps of its own: which unusual accesses somebody has looked at."""

from uuid import uuid4

from django.db import models

from handrail.directory.models import Member, Organisation


class SecondLook(models.Model):
    """A data protection officer looked at how a member used records on one day, and what they found.

    ``rule`` is a code of the programme's ``access_checks``, ``finding`` one of its ``second_look_findings``. It covers
    what the member did on ``day`` (London) until the moment ``until``: what came later that day comes up again.
    """

    app_privileges = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    until = models.DateTimeField()
    finding = models.CharField(max_length=60)
    looked_by = models.UUIDField()
    looked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "programme", "rule", "member", "day", "until"), name="looked_at_once_until_then"
            ),
        )
