"""The segment that a trigger watches, then and now."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from decisions.triggers.models import Trigger, WatchedPartner
from partners.models import Partner


def moved_members(triggers: Sequence[Trigger]) -> dict[uuid.UUID, str]:
    """Where the segment of an armed trigger has other members than are watched: that, in words.

    What is watched are the partners of then. Two queries, whatever the number.
    """
    armed = [row for row in triggers if row.segment and row.watched_id and row.disarmed_at is None]
    if not armed:
        return {}
    then: dict[int | None, set[uuid.UUID]] = defaultdict(set)
    members = WatchedPartner.objects.filter(watched__in={row.watched_id for row in armed})
    for watched, partner in members.values_list("watched", "partner"):
        then[watched].add(partner)
    now: dict[str, set[uuid.UUID]] = defaultdict(set)
    partners = Partner.objects.filter(segment__in={row.segment for row in armed})
    for segment, partner in partners.values_list("segment", "pk"):
        now[segment].add(partner)
    changed = {row.pk: (now[row.segment], then[row.watched_id]) for row in armed}
    return {
        pk: _words(len(after - before), len(before - after))
        for pk, (after, before) in changed.items()
        if after != before
    }


def _words(joined: int, left: int) -> str:
    changes = [_("%(count)s joined") % {"count": joined}] if joined else []
    changes += [_("%(count)s left") % {"count": left}] if left else []
    return _("the segment since then: %(changes)s") % {"changes": ", ".join(changes)}
