"""What every app may use: the log of events, the rows behind background work, and what people are told."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerdesk.core import guards, rights
from partnerdesk.core.proofs import NotProven


class Workspace(models.Model):
    """What holds for the whole workspace; one row, made when somebody first chooses something (`core.days`)."""

    class Language(models.TextChoices):
        """Which names stand below the English ones, in which screens and papers are written."""

        ENGLISH = "en", _("English")
        JAPANESE = "ja", _("Japanese")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.ENGLISH, db_default=Language.ENGLISH
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="workspace_only_one", condition=Q(pk=1)),
            models.CheckConstraint(name="workspace_language_known", condition=Q(language__in=["en", "ja"])),
            models.CheckConstraint(name="workspace_has_zone", condition=~Q(time_zone="")),
        ]

    def __str__(self) -> str:
        return "the workspace"


class Event(models.Model):
    """Something that happened: who, when, what, to which subject. Written once, never changed.

    The subject is named by kind and UUID, without a foreign key, so that core knows no app above it.
    """

    database_rights = rights.APPEND_ONLY

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=True
    )
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="event_subject"),
            # Files that were given out are found by the hash of their bytes.
            models.Index(
                KT("data__sha256"),
                name="event_of_file",
                condition=Q(kind__in=["record.exported", "meeting.exported"]),
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.kind} on {self.subject_kind} {self.subject_id}"


class EventSeal(models.Model):
    """The place of one event in the chain (docs/adr/0009). `sha256` covers the event and `previous_sha256`.

    Positions begin with 1 and have no gaps. Written by the sealer alone (`partnerdesk.core.chain`).
    """

    proof = NotProven("the chain itself")

    database_rights = rights.APPEND_ONLY

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seal_chained",
                condition=Q(position=1, previous_sha256="") | (Q(position__gt=1) & ~Q(previous_sha256="")),
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"seal {self.position}"


class Job(models.Model):
    """One piece of background work. The row is the truth; the queue only says “look now”.

    `kind` names a registered handler, `subject_id` what it works on. A job is due when it waits and its
    time has come, so that one whose message was lost is found again by the sweep.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        PARKED = "parked", _("parked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    message = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="job_finished_has_time",
                condition=Q(state="waiting", finished_at=None)
                | (~Q(state="waiting") & Q(finished_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="job_one_waiting",
                fields=["kind", "subject_id"],
                condition=Q(state="waiting", claim=None),
            ),
        ]
        indexes = [
            models.Index(name="job_due", fields=["due_at"], condition=Q(state="waiting")),
            models.Index(name="job_subject", fields=["subject_id", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} ({self.state})"


class Mail(models.Model):
    """One mail to one person: what it holds is fixed before it is sent, so that a second try sends the same.

    `digest_on` is the person's day that a digest is for; a mail that could not wait has none. `problem` says why
    the last try failed, `server_away_at` when it failed because the mail server was not there for anybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    digest_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    problem = models.TextField(blank=True)
    server_away_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mail_one_digest_a_day", fields=["person", "digest_on"]),
            models.CheckConstraint(
                name="mail_sent_or_given_up", condition=Q(sent_at=None) | Q(given_up_at=None)
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-written_at"], name="mail_newest"),
            models.Index(
                fields=["server_away_at"], name="mail_waiting", condition=Q(sent_at=None, given_up_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class Notice(models.Model):
    """Something that a person is told, once per event (`key`) and kind, in the application and by mail.

    `address` is a path within the application. `is_for_mail` holds until the notice has found its mail, or was
    left out because the person wants no mail of its kind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    what = models.TextField()
    about = models.TextField(blank=True)
    address = models.TextField()
    is_urgent = models.BooleanField(default=False)
    is_for_mail = models.BooleanField(default=False)
    mail = models.ForeignKey(Mail, null=True, on_delete=models.SET_NULL, related_name="notices")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_once", fields=["person", "kind", "key"]),
            models.CheckConstraint(
                name="notice_address_is_a_path",
                condition=Q(address__startswith="/") & ~Q(address__startswith="//"),
            ),
            models.CheckConstraint(name="notice_mailed_once", condition=Q(is_for_mail=False) | Q(mail=None)),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notice_newest"),
            models.Index(fields=["person"], name="notice_unseen", condition=Q(seen_at=None)),
            models.Index(fields=["person"], name="notice_for_mail", condition=Q(is_for_mail=True)),
        ]

    def __str__(self) -> str:
        return self.what
