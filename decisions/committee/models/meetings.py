"""Meetings of committees: the agenda, who was there, what was minuted, what is to be done, the frozen minutes."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decisions.committee.models.committees import Committee
from decisions.record.models import Record
from decisions.states.meetings import KEPT, MEETING_MOVES, ItemKind, MeetingState, Presence
from decisions.triggers.models import Case, Review
from decisions.versions.models import Version
from partnerdesk.core import guards, rights
from partnerdesk.core.frozen_content import FrozenRow
from partnerdesk.core.proofs import NotProven, Proven

LONGEST_ITEM = 240

KEPT_WITH_ITS_MEETING = pgtrigger.Trigger(
    name="kept_with_its_meeting",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("found", "uuid")],
    func="""
        IF TG_OP = 'DELETE' THEN found := OLD.meeting_id; ELSE found := NEW.meeting_id; END IF;
        IF EXISTS (SELECT 1 FROM decisions_meeting WHERE id = found AND state IN ('approved', 'cancelled')) THEN
            RAISE EXCEPTION 'the minutes of this meeting are kept' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)
"""Nothing of a meeting changes once its minutes are approved, or it is cancelled."""


class Meeting(models.Model):
    """A meeting of a committee, from the call to the approved minutes. Its moves are those of `states.meetings`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=MeetingState, default=MeetingState.PLANNED)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-starts_at",)
        constraints = [
            models.CheckConstraint(
                name="meeting_in_order",
                condition=Q(ended_at=None) | Q(opened_at__isnull=False, ended_at__gte=models.F("opened_at")),
            )
        ]
        indexes = [models.Index(name="meeting_of_committee", fields=["committee", "-starts_at"])]
        triggers = [
            pgtrigger.FSM(name="meeting_moves", field="state", transitions=list(MEETING_MOVES)),
            pgtrigger.Trigger(
                name="meeting_is_kept",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__in=list(KEPT)),
                func="RAISE EXCEPTION 'the minutes of this meeting are kept' USING ERRCODE = 'restrict_violation';",
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            *guards.append_only(truncate_only=True),
        ]

    def __str__(self) -> str:
        return self.code


class MeetingAction(models.Model):
    """What somebody has to do by a day, as a meeting agreed. It comes back on every agenda until it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey("decisions.AgendaItem", on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("what is to be done"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by whom")
    )
    due_on = models.DateField(_("by when"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    done_words = models.CharField(_("what came of it"), max_length=300, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(name="meeting_action_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="meeting_action_done_by_somebody",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="meeting_action_waits", fields=["owner", "due_on"], condition=Q(done_at=None))
        ]
        triggers = [
            pgtrigger.Trigger(
                name="action_is_kept",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("item", "text", "owner", "due_on", "made_by", "made_at"),
                func="RAISE EXCEPTION 'an action is kept as it was agreed' USING ERRCODE = 'restrict_violation';",
            ),
            *guards.append_only(truncate_only=True),
        ]

    def __str__(self) -> str:
        return self.text


class AgendaItem(models.Model):
    """One item of an agenda, what it is about, and what was minuted of it.

    `title` stands as it was when the item was put on. `action` names an action of the record, which may be gone since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ItemKind, default=ItemKind.TOPIC)
    title = models.CharField(_("topic"), max_length=300)
    planned_minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ITEM)]
    )
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.UUIDField(null=True)
    carried = models.ForeignKey(MeetingAction, null=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField(_("what was said"), blank=True, max_length=20_000)
    decision = models.TextField(_("what was decided"), blank=True, max_length=2000)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(name="agenda_item_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="agenda_item_minutes", condition=Q(planned_minutes__range=(1, LONGEST_ITEM))
            ),
            models.CheckConstraint(
                name="agenda_item_has_subject",
                condition=Q(kind=ItemKind.TOPIC)
                | Q(kind=ItemKind.ACTION)
                | Q(kind=ItemKind.PROPOSAL, version__isnull=False)
                | Q(kind=ItemKind.CASE, case__isnull=False)
                | Q(kind=ItemKind.REVIEW, review__isnull=False)
                | Q(kind=ItemKind.CARRIED, carried__isnull=False),
            ),
            *(
                models.UniqueConstraint(name=f"agenda_item_once_{name}", fields=["meeting", name])
                for name in ("version", "case", "review", "action", "carried")
            ),
        ]
        triggers = [KEPT_WITH_ITS_MEETING, *guards.append_only(truncate_only=True)]

    def __str__(self) -> str:
        return self.title


class Attendee(models.Model):
    """Who belongs to a meeting by a seat of the committee, and whether they came. Settled when it was called."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_chair = models.BooleanField(default=False)
    presence = models.CharField(max_length=7, choices=Presence, default=Presence.ABSENT)

    class Meta:
        ordering = ("-is_chair", "user__name")
        constraints = [
            models.UniqueConstraint(name="attendee_once", fields=["meeting", "user"]),
            models.CheckConstraint(
                name="deputy_came_has_deputy",
                condition=~Q(presence=Presence.DEPUTY) | Q(deputy__isnull=False),
            ),
        ]
        triggers = [KEPT_WITH_ITS_MEETING, *guards.append_only(truncate_only=True)]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.meeting_id}"


class Minutes(FrozenRow):
    """Approved minutes, frozen like a version: canonical bytes and their hash, which names the minutes before."""

    database_rights = rights.APPEND_ONLY

    meeting = models.OneToOneField(
        Meeting, primary_key=True, on_delete=models.PROTECT, related_name="minutes"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"
        triggers = [
            *guards.append_only(),
            Proven("content", "sha256", "previous_sha256", "approved_by", "approved_at"),
        ]

    def __str__(self) -> str:
        return f"minutes of {self.meeting_id}"

    def called(self) -> str:
        return gettext("the minutes of %(code)s") % {"code": self.meeting.code}


class MeetingPaper(models.Model):
    """A pack or the minutes as they were printed, kept under their hash and given out unchanged.

    `content_sha256` is the hash of what was printed: of the minutes, or of the pack's agenda.
    """

    proof = NotProven("its bytes are kept under their hash, and the minutes that they print are proven")

    database_rights = rights.APPEND_ONLY

    class Kind(models.TextChoices):
        PACK = "pack", _("committee pack")
        MINUTES = "minutes", _("minutes")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=7, choices=Kind)
    content_sha256 = models.CharField(max_length=64, db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at",)
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.kind} of {self.meeting_id}"

    def called(self) -> str:
        kind = MeetingPaper.Kind(self.kind).label
        return gettext("the %(paper)s of %(code)s") % {"paper": kind, "code": self.meeting.code}
