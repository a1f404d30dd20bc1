"""Who may do what with a record. In which stage it may be done stands in `stages` and in the actions."""

from collections.abc import Callable

import rules
from django.db.models import Q

from accounts.models import Role, User
from accounts.permissions import is_administrator, is_manager
from decisions.inputs import VersionInput
from decisions.models import Access, Case, Record, Seat


def predicate(holds: Callable[..., bool]) -> rules.Predicate:
    """A typed face of `rules.predicate`."""
    found: rules.Predicate = rules.predicate(holds)
    return found


def ways_in(user: User, record: Record) -> frozenset[str]:
    """Why this person may see the record by name. Asked once per record and person."""
    known: dict[object, frozenset[str]] = record.__dict__.setdefault("_ways_in", {})
    if user.pk not in known:
        rows = Access.objects.filter(record=record, user=user).values_list("via", flat=True)
        known[user.pk] = frozenset(rows)
    return known[user.pk]


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
    seats = Seat.objects.filter(Q(user=user) | Q(deputy=user))
    return seats.filter(round__version__record=record, round__closed_at=None).exists()


@predicate
def may_write(user: User) -> bool:
    """Viewers read; everybody else may write where a record lets them."""
    return user.is_active and user.role != Role.VIEWER


can_view = is_named | is_public
can_change = can_view & may_write & (writes | (is_administrator & is_public))

rules.add_perm("decisions.create_record", is_manager)
rules.add_perm("decisions.view_record", can_view)
rules.add_perm("decisions.change_record", can_change)
rules.add_perm("decisions.share_record", can_view & may_write & (leads | (is_administrator & is_public)))
rules.add_perm("decisions.decide", sits_in_round | approves)
rules.add_perm("decisions.waive", approves)
rules.add_perm("decisions.reopen_draft", can_change | approves | sits_in_round)
rules.add_perm("decisions.manage_committees", is_administrator)
rules.add_perm("decisions.review", can_change | approves)


@predicate
def owns_case(user: User, case: Case) -> bool:
    return case.owner_id == user.pk and can_view(user, case.record)


@predicate
def owns_input(user: User, found: VersionInput) -> bool:
    return found.owner_id == user.pk and can_view(user, found.record)


@predicate
def reviews_record_of(user: User, about: Case | VersionInput) -> bool:
    return user.has_perm("decisions.review", about.record)


rules.add_perm("decisions.handle_case", may_write & (owns_case | reviews_record_of))
rules.add_perm("decisions.report_input", (may_write & owns_input) | reviews_record_of)
