"""What has to hold of a person and a record, beside the role, for something to be permitted.

Which roles hold a permission stands in `accounts.roles`; in which stage it may be used, in `stages` and the actions.
"""

import uuid
from collections.abc import Callable
from typing import Protocol

import rules
from django.db.models import Q

from accounts.models import User
from accounts.permissions import declare, permitted, role_holds
from decisions.record.models import Access, Record
from decisions.record.ways import ways_in
from decisions.states.stages import CHANGE, DECIDE, REOPEN, REPORT_INPUT, REVIEW, VIEW


class Owned(Protocol):
    """What somebody owns of a decision in force: a case, or an input of its version. Both rooms are above this one."""

    @property
    def owner_id(self) -> uuid.UUID | None: ...

    @property
    def record(self) -> Record: ...


def predicate(holds: Callable[..., bool]) -> rules.Predicate:
    """A typed face of `rules.predicate`."""
    found: rules.Predicate = rules.predicate(holds)
    return found


@predicate
def is_named(user: User, record: Record) -> bool:
    return bool(ways_in(user, record))


@predicate
def is_public(user: User, record: Record) -> bool:
    return not record.is_private


@predicate
def writes(user: User, record: Record) -> bool:
    """The author, the owner and those with whom the record is shared."""
    return bool(ways_in(user, record) & {Access.Via.AUTHOR, Access.Via.OWNER, Access.Via.COLLABORATOR})


@predicate
def leads(user: User, record: Record) -> bool:
    """The author and the owner."""
    return bool(ways_in(user, record) & {Access.Via.AUTHOR, Access.Via.OWNER})


@predicate
def approves(user: User, record: Record) -> bool:
    """The named approver, unless they wrote it (the database refuses that too)."""
    ways = ways_in(user, record)
    return Access.Via.APPROVER in ways and Access.Via.AUTHOR not in ways


@predicate
def sits_in_round(user: User, record: Record) -> bool:
    """Has a seat, as member or deputy, in the round that runs on the record."""
    sits = Q(round__seats__user=user) | Q(round__seats__deputy=user)
    return record.versions.filter(sits, round__closed_at=None).exists()


@predicate
def owns_case(user: User, case: Owned) -> bool:
    return case.owner_id == user.pk and user.has_perm(VIEW, case.record)


@predicate
def owns_input(user: User, found: Owned) -> bool:
    return found.owner_id == user.pk and user.has_perm(VIEW, found.record)


@predicate
def reviews_record_of(user: User, about: Owned) -> bool:
    return user.has_perm(REVIEW, about.record)


can_view, can_change = permitted(VIEW), permitted(CHANGE)
acts_for_owner = role_holds("decisions.act_for_owners") & is_public
answers_for_input = role_holds("decisions.answer_for_input") & owns_input

declare("decisions.create_record")
declare("decisions.manage_committees")
declare("decisions.act_for_owners")
declare("decisions.answer_for_input")
declare(VIEW, is_named | is_public)
declare(CHANGE, can_view & (writes | acts_for_owner))
declare("decisions.share_record", can_view & (leads | acts_for_owner))
declare(DECIDE, sits_in_round | approves)
declare("decisions.waive", approves)
declare(REOPEN, can_change | approves | sits_in_round)
declare(REVIEW, can_change | approves)
declare("decisions.handle_case", owns_case | reviews_record_of)
declare(REPORT_INPUT, answers_for_input | reviews_record_of)
