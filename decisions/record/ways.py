"""Why somebody may see a record by name: what the permissions rest on."""

from accounts.models import User
from decisions.record.models import Access, Record


def ways_in(user: User, record: Record) -> frozenset[str]:
    """Why this person may see the record by name. Asked once per record in memory and person."""
    known: dict[object, frozenset[str]] = record.__dict__.setdefault("_ways_in", {})
    if user.pk not in known:
        rows = Access.objects.filter(record=record, user=user).values_list("via", flat=True)
        known[user.pk] = frozenset(rows)
    return known[user.pk]


def know_ways(record: Record, user: User, ways: frozenset[str]) -> None:
    """Keep what was read with the record itself (`RecordQuerySet.with_ways`), so that it is not asked for again."""
    record.__dict__["_ways_in"] = {user.pk: ways}


def forget_ways(record: Record) -> None:
    """Whoever writes access to a record says so: it is asked for again."""
    record.__dict__.pop("_ways_in", None)
