"""From what was approved to what is watched of it; inserted in the transaction of the version's enactment.

Everything comes from the version's frozen content. Of live data nothing is asked: what moved since it was proposed
moves nothing here. What each kind of trigger takes from it stands in `kinds`.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable

from decisions.triggers.kinds import KINDS
from decisions.triggers.kinds.base import Armed, TriggerKind
from decisions.triggers.models import ChoiceInput, Condition, Escalation, Trigger, WatchedPartner, WatchedSet
from decisions.versions.frozen import FrozenVersion, Members
from decisions.versions.models import Version
from partnerdesk.core.days import workspace_day

EVERYBODY = hashlib.sha256(b"everybody").hexdigest()


class NotWatchable(ValueError):
    """The version's content is of a form that does not name what would be watched."""


def arm(version: Version, approved: FrozenVersion, *, now: dt.datetime) -> list[Trigger]:
    """Arm the version's triggers. Their conditions begin as normal. A fixed number of queries.

    Raises NotWatchable for a version of form 1, UnknownKind for a threshold of no known kind.
    """
    if not approved.can_be_watched:
        raise NotWatchable(f"{version.pk} is of form {approved.form}")
    maker = _Maker(version, approved, now)
    today = workspace_day(now)
    for kind in KINDS.values():
        for armed in kind.arm(approved, today):
            maker.add(kind, armed)
    maker.save()
    Escalation.objects.bulk_create(
        Escalation(version=version, step=step, person=row.person, after_days=row.after_days)
        for step, row in enumerate(approved.reviews.steps, 1)
        if row.person
    )
    return maker.triggers


def disarm(version: Version, *, now: dt.datetime) -> None:
    """Stop watching a version: it was superseded or stopped."""
    Trigger.objects.filter(version=version, disarmed_at=None).update(disarmed_at=now)


class _Maker:
    """Makes the triggers of one version, with their inputs and conditions; `save` writes them."""

    def __init__(self, version: Version, approved: FrozenVersion, now: dt.datetime) -> None:
        self.version, self.approved, self.now = version, approved, now
        self.triggers: list[Trigger] = []
        self.inputs: list[ChoiceInput] = []
        self.conditions: list[Condition] = []
        self.members: list[tuple[Trigger | ChoiceInput, Members]] = []

    def add(self, kind: TriggerKind, armed: Armed) -> None:
        trigger = Trigger(
            record_id=self.version.record_id,
            version=self.version,
            kind=kind.name,
            label=armed.label[:300],
            row_id=armed.row_id,
            owner=armed.owner or self.approved.owner,
            armed_at=self.now,
            **armed.columns,
        )
        self.triggers.append(trigger)
        if armed.is_on_partners:
            self.members.append((trigger, armed.members))
        partners: Iterable[uuid.UUID | None] = [None] if armed.each is None else armed.each
        self.conditions += [Condition(trigger=trigger, partner_id=partner) for partner in partners]
        for given in armed.inputs:
            row = ChoiceInput(
                trigger=trigger,
                criterion=given.criterion,
                series_id=given.series_id,
                window_months=given.window_months,
                active_from=given.active_from,
            )
            self.inputs.append(row)
            self.members.append((row, given.members))

    def save(self) -> None:
        """Write all that was made, with the sets of partners that it is measured on."""
        sets = watched_sets(members for _row, members in self.members)
        for row, members in self.members:
            row.watched = sets[members]
        Trigger.objects.bulk_create(self.triggers)
        ChoiceInput.objects.bulk_create(self.inputs)
        Condition.objects.bulk_create(self.conditions)


def watched_sets(wanted: Iterable[Members]) -> dict[Members, WatchedSet]:
    """The sets of these partners (None: of everybody), made where there are none. At most three queries."""
    named = {members: _name(members) for members in wanted}
    found = {row.sha256: row for row in WatchedSet.objects.filter(sha256__in=named.values())}
    new = {members: name for members, name in named.items() if name not in found}
    if new:
        made = WatchedSet.objects.bulk_create(
            [WatchedSet(sha256=name, is_everybody=members is None) for members, name in new.items()],
            update_conflicts=True,
            unique_fields=["sha256"],
            update_fields=["is_everybody"],
        )
        found |= {row.sha256: row for row in made}
        WatchedPartner.objects.bulk_create(
            (
                WatchedPartner(watched=found[name], partner_id=pk)
                for members, name in new.items()
                for pk in sorted(members or ())
            ),
            ignore_conflicts=True,
        )
    return {members: found[name] for members, name in named.items()}


def _name(members: Members) -> str:
    if members is None:
        return EVERYBODY
    return hashlib.sha256(" ".join(sorted(map(str, members))).encode()).hexdigest()
