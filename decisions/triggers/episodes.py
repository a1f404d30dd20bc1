"""Episodes as rows: what began, what ended, and what a correction shows never to have been."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from decisions.triggers.cases.handle import note_correction, open_cases
from decisions.triggers.engine.machine import Episode as Span
from decisions.triggers.engine.step import Found
from decisions.triggers.models import Episode


def follow_episodes(found: Iterable[Found], *, now: dt.datetime) -> tuple[int, int, int]:
    """Write the episodes of conditions that moved, and open cases for those that began.

    Returns how many began, ended and were withdrawn. An episode that ends leaves its case as it is.
    """
    moved = [one for one in found if one.changes or one.spans is not None]
    if not moved:
        return 0, 0, 0
    known: dict[int, list[Episode]] = defaultdict(list)
    rows = Episode.objects.filter(condition__in=[one.row.pk for one in moved], withdrawn_at=None)
    for episode in rows.order_by("opened"):
        known[episode.condition_id].append(episode)
    begun: list[Episode] = []
    ended: list[Episode] = []
    withdrawn: list[Episode] = []
    triggers: dict[int, uuid.UUID] = {}
    for one in moved:
        triggers[one.row.pk] = one.row.trigger
        values = {sample.period: sample.value for _change, sample in one.changes}
        wanted = _spans(known[one.row.pk], one)
        by_begin = {episode.opened: episode for episode in known[one.row.pk]}
        for span in wanted:
            if span.opened not in by_begin:
                value = values.get(span.opened, one.condition.value)
                begun.append(_made(one.row.pk, span, value, now))
                continue
            episode = by_begin.pop(span.opened)
            if episode.closed != span.closed:
                episode.closed, episode.ended_at = span.closed, now if span.closed else None
                ended.append(episode)
        withdrawn += by_begin.values()
    for episode in withdrawn:
        episode.withdrawn_at = now
    Episode.objects.bulk_update(withdrawn, ["withdrawn_at"])
    Episode.objects.bulk_update(ended, ["closed", "ended_at"])
    _join_cases(begun, triggers, now)
    Episode.objects.bulk_create(begun)
    note_correction(withdrawn, now=now)
    return len(begun), sum(episode.closed is not None for episode in ended), len(withdrawn)


def _spans(known: Sequence[Episode], one: Found) -> Sequence[Span]:
    """The episodes as they are now: by the corrected samples, or the known ones with what began and ended."""
    if one.spans is not None:
        return one.spans
    spans = [Span(episode.opened, episode.closed) for episode in known]
    for change, sample in one.changes:
        if change == "opened":
            spans.append(Span(sample.period, None))
        elif spans[-1].opened == sample.period:
            spans.pop()  # It ended in the period in which it began: it never was.
        else:
            spans[-1] = Span(spans[-1].opened, sample.period)
    return spans


def _made(condition: int, span: Span, value: float | None, now: dt.datetime) -> Episode:
    return Episode(
        condition_id=condition,
        opened=span.opened,
        closed=span.closed,
        value=value,
        seen_at=now,
        ended_at=now if span.closed else None,
    )


def _join_cases(begun: Sequence[Episode], triggers: dict[int, uuid.UUID], now: dt.datetime) -> None:
    """Each new episode joins the open case of its trigger, or opens one."""
    if not begun:
        return
    first: dict[uuid.UUID, Episode] = {}
    for episode in begun:
        first.setdefault(triggers[episode.condition_id], episode)
    cases = open_cases(first, now=now)
    for episode in begun:
        episode.case_id = cases[triggers[episode.condition_id]]
