"""What was decided: frozen versions, how they stand, and since when."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.record.models import Record
from decisions.states.guarded_moves import enactment_follows, in_force_is_kept, standing_follows
from decisions.states.stages import VERSION_MOVES, Standing
from partnerdesk.core import guards, rights
from partnerdesk.core.frozen_content import FrozenRow
from partnerdesk.core.proofs import Proven


class _Position(Func):
    """Where some bytes stand among others; 0 where they don't."""

    template = "position(%(expressions)s)"
    arg_joiner = " in "


class FrozenVersionQuerySet(models.QuerySet["Version"]):
    def holding(self, text: str) -> "FrozenVersionQuerySet":
        """Those whose stored bytes hold a text: for whoever then reads what is found, which is checked as always."""
        place = _Position(
            Value(text.encode(), models.BinaryField()), F("content"), output_field=models.IntegerField()
        )
        return self.annotate(place=place).filter(place__gt=0)


class Version(FrozenRow):
    """A frozen copy of a record's content. Inserted once; neither the application nor its role can change it.

    `content` are canonical bytes (docs/adr/0001); `sha256` is their hash together with `previous_sha256`. `form` is the
    number of the form that the content names, so that it can be asked for.
    """

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    form = models.PositiveSmallIntegerField(default=1, db_default=1)
    sha256 = models.CharField(max_length=64, unique=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[FrozenVersionQuerySet] = FrozenVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["record", "number"]),
            models.CheckConstraint(
                name="version_chained",
                condition=Q(number=1, previous_sha256="") | (Q(number__gt=1) & ~Q(previous_sha256="")),
            ),
        ]
        triggers = [
            *guards.append_only(),
            Proven(
                "record",
                "number",
                "content",
                "form",
                "sha256",
                "previous_sha256",
                "proposed_by",
                "proposed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def called(self) -> str:
        return _("%(code)s, version %(number)s") % {"code": self.record.code, "number": self.number}


@pghistory.track()
class VersionStanding(models.Model):
    """How a version stands. Its moves are those of the table in `stages`, in the database as well."""

    database_rights = rights.Moving("state", "changed_at")

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.PROTECT, related_name="standing"
    )
    state = models.CharField(max_length=10, choices=Standing, default=Standing.PROPOSED)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [
            pgtrigger.FSM(name="version_moves", field="state", transitions=list(VERSION_MOVES)),
            pgtrigger.Trigger(
                name="version_begins_proposed",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(
                    new__state__in=[state for state in Standing if state != Standing.PROPOSED]
                ),
                func="RAISE EXCEPTION 'a version begins as proposed' USING ERRCODE = 'check_violation';",
            ),
            *guards.append_only(truncate_only=True),
            standing_follows(),
            Proven("state", "changed_at"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


APPROVED_BY_ANOTHER = """
    IF NOT EXISTS (
        SELECT 1 FROM decisions_round AS round JOIN decisions_vote AS vote ON vote.round_id = round.id
        WHERE round.version_id = NEW.version_id AND vote.choice = 'approve'
          AND (round.writers_may_approve OR NOT jsonb_exists(round.writers, vote.user_id::text))
          AND NOT EXISTS (
              SELECT 1 FROM decisions_vote AS later WHERE later.round_id = vote.round_id
              AND later.user_id = vote.user_id AND (later.cast_at, later.id) > (vote.cast_at, vote.id)
          )
    ) THEN
        RAISE EXCEPTION 'nobody approved it but those who wrote it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""
"""What an enactment rests on: the last word of at least one who did not write is an approval."""


class Enactment(models.Model):
    """A version put in force: from when to when, by whose approval."""

    database_rights = rights.Moving("in_force_to")

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.PROTECT, related_name="enactment"
    )
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="enactments")
    in_force_from = models.DateTimeField()
    in_force_to = models.DateTimeField(null=True)
    approvals = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_in_force", fields=["record"], condition=Q(in_force_to=None)),
            models.CheckConstraint(
                name="enactment_in_order",
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_by_writers_alone",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=APPROVED_BY_ANOTHER,
            ),
            pgtrigger.Trigger(
                name="only_its_end_changes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("version", "record", "in_force_from", "approvals"),
                func="RAISE EXCEPTION 'an enactment is kept' USING ERRCODE = 'restrict_violation';",
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            *guards.append_only(truncate_only=True),
            enactment_follows(),
            in_force_is_kept(),
            Proven("record", "in_force_from", "in_force_to", "approvals"),
        ]

    def __str__(self) -> str:
        return f"in force from {self.in_force_from:%Y-%m-%d}"
