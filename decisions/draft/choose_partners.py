"""The partners of a scope or cohort: what the choosing page lists, and how its answer is saved."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from accounts.models import User
from decisions.draft.save import Saved
from decisions.sections.scope import Scope
from decisions.sections.units import Unit
from partnerdesk.core.words import words_of
from partners.models import Partner

MOST_SHOWN = 500

SaveUnit = Callable[..., Saved]
"""`draft.save.save_unit`, or what does more around it."""


def partners_to_choose(unit: Unit, query: Mapping[str, str]) -> dict[str, Any]:
    """Partners that match the words and the segment, chosen ones first in the count but by name in the list."""
    words, segment = words_of(query, "q"), words_of(query, "segment")
    found = Partner.objects.by_name().matching(words)
    if segment:
        found = found.in_segment(segment)
    chosen = set(unit.partner_ids)  # type: ignore[attr-defined]
    partners = list(found[: MOST_SHOWN + 1])
    return {
        "partners": [(partner, partner.pk in chosen) for partner in partners[:MOST_SHOWN]],
        "is_cut": len(partners) > MOST_SHOWN,
        "chosen_count": len(chosen),
        "query": words,
        "segment": segment,
        "segments": Partner.objects.segments(),
    }


def change_partners(
    unit: Unit, *, shown: Sequence[str], chosen: Sequence[str], save: SaveUnit, by: User, now: dt.datetime
) -> None:
    """Save which of the shown partners are chosen; those that were not shown stay as they are.

    `save` is the save that opens a proposed draft first, as `life.reopen` has it.
    """
    on_page, wanted = _identities(shown), _identities(chosen)
    kept = [pk for pk in unit.partner_ids if pk not in on_page]  # type: ignore[attr-defined]
    known = set(Partner.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    values = unit.values() | {"partner_ids": sorted({*kept, *known}, key=str)}
    if isinstance(unit, Scope):
        values["partners"] = Scope.Partners.LIST
    save(unit, values, revision=unit.revision, save_id=uuid.uuid4(), by=by, now=now)


def _identities(texts: Sequence[str]) -> set[uuid.UUID]:
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return found
