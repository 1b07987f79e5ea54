"""Members of staff: their accounts, roles (granted by two people), dated training, cover and leaving."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from handrail.directory.models.organisations import Centre, Organisation
from handrail.gate import FAR_FUTURE, FAR_FUTURE_MOMENT


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by e-mail address, whatever its capitals."""

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

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=254)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_address"),)

    def __str__(self) -> str:
        return str(self.id)


class MemberStatus(models.TextChoices):
    """Whether a member is at work."""

    ACTIVE = "active", "At work"
    AWAY = "away", "Away"
    LEFT = "left", "Left"


class Member(models.Model):
    """A member of staff of one organisation. ``clearance`` is 1 for OFFICIAL, 2 for OFFICIAL-SENSITIVE."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="member")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="members")
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, default="")
    clearance = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=MemberStatus.choices, default=MemberStatus.ACTIVE)
    cover = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="covers")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

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

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=GrantState.choices, default=GrantState.REQUESTED)
    requested_by = models.UUIDField()
    requested_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("member", "role"), condition=Q(state__in=("requested", "granted")), name="one_live_grant"
            ),
        )


class Training(models.Model):
    """Training that a member passed, and until when it counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="trainings")
    course = models.CharField(max_length=60)
    passed_on = models.DateField()
    valid_until = models.DateField(default=FAR_FUTURE)


class Invitation(models.Model):
    """A link by which a new member sets their first password. Only a digest of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="invitations")
    digest = models.BinaryField(max_length=32)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(default=FAR_FUTURE_MOMENT)
