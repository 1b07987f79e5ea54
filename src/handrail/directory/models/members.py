"""Members of staff: their accounts, roles (granted by two people), dated training, cover and leaving."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from handrail.directory.models.organisations import Centre, Organisation
from handrail.gate import FAR_FUTURE, FAR_FUTURE_MOMENT, NEVER, NEVER_MOMENT, clock


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by e-mail address, whatever its capitals: addresses are kept in small letters."""

    def create_user(self, email: str, password: str | None = None) -> "Account":
        """Make an account; without a password nobody can sign in to it until they set one."""
        account = self.model(email=email.strip().lower())
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """What a member signs in with. It has no powers of its own."""

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(email=Lower("email")), name="address_in_small_letters"),)

    def __str__(self) -> str:
        return str(self.id)


class MemberStatus(models.TextChoices):
    """Whether a member is at work: see ``rules.MEMBER``."""

    INVITED = "invited", "Invited"
    ACTIVE = "active", "At work"
    AWAY = "away", "Away"
    LEFT = "left", "Left"


class MailChoice(models.TextChoices):
    """When a member is sent e-mail. What is urgent goes at once, whatever they chose."""

    EACH = "each", "At once, for each thing"
    DAILY = "daily", "One message a day"
    WEEKLY = "weekly", "One message a week"
    URGENT = "urgent", "Only what is urgent"


class Member(models.Model):
    """A member of staff of one organisation. ``clearance`` is 1 for OFFICIAL, 2 for OFFICIAL-SENSITIVE.

    ``mail`` and ``mail_hour`` (London time) say when they are sent e-mail. ``looked_on`` is the last day on which it
    was weighed whether to send them any, ``told_until`` the moment up to which they were told of what fell to them, and
    ``mail_claimed_until`` until when one worker has their message for itself.
    """

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="member")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="members")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, default="")
    clearance = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=MemberStatus.choices, default=MemberStatus.INVITED)
    cover = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="covers")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
    mail = models.CharField(max_length=10, choices=MailChoice.choices, default=MailChoice.DAILY)
    mail_hour = models.PositiveSmallIntegerField(default=8)
    looked_on = models.DateField(default=NEVER)
    told_until = models.DateTimeField(default=NEVER_MOMENT)
    mail_claimed_until = models.DateTimeField(default=NEVER_MOMENT)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class GrantState(models.TextChoices):
    """The lifecycle of a role grant: see ``rules.ROLE_GRANT``."""

    REQUESTED = "requested", "Asked for"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    ENDED = "ended", "Ended"


class RoleGrant(models.Model):
    """A role of a member, asked for by one person and granted by another."""

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=GrantState.choices, default=GrantState.REQUESTED)
    requested_by = models.UUIDField()
    requested_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("member", "role"), condition=Q(state__in=("requested", "granted")), name="one_live_grant"
            ),
        )


class Training(models.Model):
    """Training that a member passed, and the last day on which it counts. ``course`` is a code of the rulebook.

    The record made last is the one that counts for its course: that is how a mistaken one is put right.
    """

    app_privileges = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="trainings")
    course = models.CharField(max_length=60)
    passed_on = models.DateField()
    valid_until = models.DateField(default=FAR_FUTURE)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()


class InvitationState(models.TextChoices):
    """The lifecycle of an invitation: see ``rules.INVITATION``. One that nobody used in time stays as it was sent."""

    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    CANCELLED = "cancelled", "Cancelled"


class Invitation(models.Model):
    """A link by which a new member sets their first password. Only a digest of its secret is kept."""

    app_privileges = ("SELECT", "INSERT", "UPDATE")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="invitations")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    digest = models.BinaryField(max_length=32)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("member",), condition=Q(state="sent"), name="one_open_invitation"),
        )
