"""Needs, and the plan of support actions that answers them."""

from uuid import uuid4

from django.db import models

from handrail.casework.models.cases import Case
from handrail.casework.models.deconfliction import NEVER
from handrail.casework.models.objectives import Objective
from handrail.directory.models import FundingLine, Member, Organisation
from handrail.services.models import LocalService


class Need(models.Model):
    """A need or a strength (protective factor) of the person, as judged by a named professional.

    Its lifecycle is ``rules.NEED``: a need is met, or found to be none any more; a strength may no longer be there.
    ``ended_by`` says who judged that, ``ending`` in what words; they draw on what the need draws on.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    kind = models.CharField(max_length=60)
    strength = models.BooleanField(default=False)
    description_sealed = models.BinaryField()
    state = models.CharField(max_length=10, default="open")
    judged_by = models.UUIDField()
    judged_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending_sealed = models.BinaryField(default=b"")


class SupportAction(models.Model):
    """One thing that an organisation will do for the person, from the closed catalogue, by a date.

    ``programme_contact`` repeats the catalogue's word on whether it needs the person to have been told and to have
    agreed; an ordinary service needs neither. ``consent`` is the state of the person's consent to this action.
    ``serves`` is what the person would like to be different by it. ``confirmed_on`` and ``confirmed_until`` are the
    police's confirmation of programme contact (:mod:`handrail.casework.deconfliction`), ``NEVER`` where there is none.
    Who gives it is ``service``, of the directory, or named in ``provider_sealed``; ``provider_declined_because`` is a
    code of the rulebook's reasons for not doing what is asked, and so is ``cannot_do_because``, why its owner can't.
    ``estimate_pence`` is what it is expected to cost in all, None where nobody has said; ``funded_by`` is the funding
    line that is to pay, None for nobody. ``rungs_told`` is on how many rungs of the rulebook somebody has been told
    that this isn't happening.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="actions")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, related_name="actions")
    serves = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="actions")
    action = models.CharField(max_length=60)
    programme_contact = models.BooleanField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="support_actions")
    owner_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, default="planned")
    consent = models.CharField(max_length=12, default="not_asked")
    confirmed_on = models.DateField(default=NEVER)
    confirmed_until = models.DateField(default=NEVER)
    objective_sealed = models.BinaryField(default=b"")
    outcome_sealed = models.BinaryField(default=b"")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    started_on = models.DateField(null=True)
    last_contact_on = models.DateField(null=True)
    rungs_told = models.PositiveSmallIntegerField(default=0)
    service = models.ForeignKey(LocalService, on_delete=models.PROTECT, null=True, related_name="+")
    provider_sealed = models.BinaryField(default=b"")
    provider_declined_on = models.DateField(null=True)
    provider_declined_because = models.CharField(max_length=60, default="")
    cannot_do_because = models.CharField(max_length=60, default="")
    estimate_pence = models.PositiveIntegerField(null=True)
    funded_by = models.ForeignKey(FundingLine, on_delete=models.PROTECT, null=True, related_name="+")
    funding_flagged_at = models.DateTimeField(null=True)


class SupportContact(models.Model):
    """That somebody met the person for a support action, or tried to, on which day, and what came of it.

    ``result`` is a code of the rulebook. It is for whoever gives the support and whoever leads the case: that
    somebody did not come is nobody else's business, and is never passed on to the police.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    action = models.ForeignKey(SupportAction, on_delete=models.CASCADE, related_name="contacts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    result = models.CharField(max_length=60)
    note_sealed = models.BinaryField(default=b"")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
