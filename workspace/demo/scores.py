"""Scores that people entered by hand, in the demo."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from accounts.models import User
from metrics.manual_entry.cells import read_cell
from metrics.manual_entry.save import CellChange, save_entries
from metrics.measures.months import period_start
from metrics.models import DefinitionVersion
from partnerdesk.core.days import workspace_day
from partners.models import Partner


def enter_scores(scores: Iterable[tuple[str, str, dt.date, int]], by: User, now: dt.datetime) -> None:
    """Enter scores (metric, partner key, month, score) as the grid does: each at the begin of its period."""
    partners = {partner.key: partner.pk for partner in Partner.objects.all()}
    definitions = {found.metric_id: found for found in DefinitionVersion.objects.newest()}
    by_metric: dict[str, list[CellChange]] = defaultdict(list)
    for metric, key, month, score in scores:
        entered = read_cell(str(score), "score", (0, 100))
        period = period_start(month, definitions[metric].period_months)
        by_metric[metric].append(CellChange(partners[key], period, entered, 0))
    for metric, changes in by_metric.items():
        save_entries(
            definitions[metric],
            changes,
            assessor=by,
            assessed_on=workspace_day(now),
            note="Quarterly assessment",
            by=by,
            now=now,
        )
