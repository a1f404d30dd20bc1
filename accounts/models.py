"""People: who signs in, with which role, in which time zone."""

import uuid
import zoneinfo
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import has_permission
from accounts.roles import Role as Role  # part of a person: others ask for both here
from partnerdesk.core.proofs import NotProven, Proven


class Language(models.TextChoices):
    """What a person may have chosen. What can be chosen now is in `settings.LANGUAGES`."""

    ENGLISH = "en", _("English")
    JAPANESE = "ja", _("Japanese")


class Theme(models.TextChoices):
    SYSTEM = "system", _("as the system says")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


def validate_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(zone)s” is no time zone; for example Europe/Berlin."), params={"zone": value}
        )


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def by_name(self) -> "UserQuerySet":
        return self.order_by(Lower("name"), "email")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person. Without a password nobody can sign in as them until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@pghistory.track(exclude=["password", "last_login", "session_epoch"])
class User(AbstractBaseUser):
    """A person who signs in by email."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.VIEWER)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=8, default=Language.ENGLISH, choices=Language)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the digest"), default=7)
    muted_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    session_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """Counted up by the database whenever the account is closed: sessions of an earlier epoch have ended."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_lower", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(name="user_role_known", condition=models.Q(role__in=Role.values)),
            models.CheckConstraint(name="user_digest_hour", condition=models.Q(digest_hour__range=(0, 23))),
        ]
        triggers = [
            Proven("role", "is_active"),
            pgtrigger.Trigger(
                name="closing_ends_sessions",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    NEW.session_epoch := OLD.session_epoch + (OLD.is_active AND NOT NEW.is_active)::int;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether the role allows it and what was declared with it holds for `obj`. Raises UnknownPermission."""
        return has_permission(self, perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session of this person carries: it changes with the password and when the account is closed."""
        of_password: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # unknown to the stubs
        return f"{of_password}:{self.session_epoch}" if self.session_epoch else of_password

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class NameSeal(models.Model):
    """The name behind a seal in frozen content, apart from it, so that it can be erased."""

    seal = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seals")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_seal_per_name", fields=["user", "name"])]

    def __str__(self) -> str:
        return self.name


class CalendarAddress(models.Model):
    """The secret address of a person's calendar. Of its token only the hash is kept: it is shown once."""

    proof = NotProven("of a secret that only its person knows")

    person = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="calendar_address"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "calendar addresses"

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"


class AddressChange(models.Model):
    """Another address for a person, from the wish to the change. Of the link's token only the hash is kept.

    `before` is the address that it takes the place of: there it is told that it was changed.
    """

    proof = NotProven("of a secret that only its person knows")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="address_changes", db_index=False)
    before = models.EmailField()
    email = models.EmailField()
    token_sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="address_change_one_waits", fields=["person"], condition=models.Q(changed_at=None)
            ),
            models.UniqueConstraint(
                name="address_change_token", fields=["token_sha256"], condition=~models.Q(token_sha256="")
            ),
            models.CheckConstraint(
                name="address_change_lower", condition=models.Q(email=Lower("email"), before=Lower("before"))
            ),
        ]

    def __str__(self) -> str:
        return f"another address for {self.person_id}"
