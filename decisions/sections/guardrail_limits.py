"""What of a guardrail the machine watches: the words that print, beside the question that is asked of the directory."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import Frozen, words
from partners.models import ComplianceCheckpoint, Partner, PartnerQuerySet, RiskFlag, Severity


@dataclass(frozen=True)
class WatchedLimit:
    """A limit as it is watched: in words, and which partners break it on a day."""

    words: Any
    broken_by: Callable[[dt.date], PartnerQuerySet]


def _flagged(_today: dt.date) -> PartnerQuerySet:
    flags = RiskFlag.objects.filter(closed_on=None, severity=Severity.HIGH)
    return Partner.objects.filter(pk__in=flags.values("partner"))


def _failing(today: dt.date) -> PartnerQuerySet:
    status = ComplianceCheckpoint.Status
    missed = Q(status=status.FAILED) | Q(status=status.OPEN, due_on__lt=today)
    return Partner.objects.filter(pk__in=ComplianceCheckpoint.objects.filter(missed).values("partner"))


WATCHED: dict[str, WatchedLimit] = {
    "risk_flags": WatchedLimit(
        gettext_lazy("No partner in scope has an open risk flag of high severity."), _flagged
    ),
    "compliance_checkpoints": WatchedLimit(
        gettext_lazy("No partner in scope has a compliance checkpoint that failed or is overdue."), _failing
    ),
}
"""By what a guardrail watches; one that is a statement alone is not among them."""


def watched_words(watches: str) -> str:
    """What the machine watches, in words; empty for a statement."""
    return str(WATCHED[watches].words) if watches in WATCHED else ""


def limit_words(row: Frozen) -> str:
    """The limit of a frozen guardrail as it prints: what is watched, and what people state.

    Versions from before it was frozen what is watched print what they did.
    """
    stated = words(row.get("limit"))
    if "watched_limit" not in row:
        return stated
    watched = str(row["watched_limit"])
    if watched and stated:
        return _("%(watched)s Stated besides: %(limit)s") % {"watched": watched, "limit": stated}
    return watched or _("%(limit)s (stated; nothing watches it)") % {"limit": stated or "–"}
