"""What a threshold says, in words: the same in a draft, in a frozen version, and of what is watched."""

import datetime as dt
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from metrics.units import shown


def threshold_words(
    watches: str,
    *,
    name: str,
    is_below: bool,
    level: Decimal | None,
    unit: str,
    segment: str = "",
    on: dt.date | None = None,
) -> str:
    """`Win rate below 31 %`, `Win rate (segment ISV) below 31 %`. Unknown kinds are taken for levels.

    `level` is in `unit`, or in per cent where `watches` says so.
    """
    if segment and watches != "date":
        name = _("%(name)s (segment %(segment)s)") % {"name": name, "segment": segment}
    level_words = {"name": name, "level": shown(level, sample_unit(watches, unit))}
    if watches == "date":
        day = formats.date_format(on, "j M Y") if on else ""
        return _("%(name)s: on %(day)s") % {"name": name, "day": day}
    if watches == "stale":
        return _("%(name)s: no data when they are due") % level_words
    below, above = _SENTENCES.get(watches, _plain)()
    return (below if is_below else above) % level_words


def sample_unit(watches: str, unit: str) -> str:
    """The unit of what a threshold compares, for a metric in `unit`. Differences of per cents are points."""
    if watches.endswith("_pct"):
        return "pct"
    return "points" if unit == "pct" and watches in ("change", "year", "path") else unit


def _plain() -> tuple[str, str]:
    return _("%(name)s below %(level)s"), _("%(name)s above %(level)s")


def _against_baseline() -> tuple[str, str]:
    return (
        _("%(name)s against its baseline: below %(level)s"),
        _("%(name)s against its baseline: above %(level)s"),
    )


def _against_year() -> tuple[str, str]:
    return (
        _("%(name)s against a year before: below %(level)s"),
        _("%(name)s against a year before: above %(level)s"),
    )


def _against_path() -> tuple[str, str]:
    return (
        _("%(name)s against its expected path: below %(level)s"),
        _("%(name)s against its expected path: above %(level)s"),
    )


_SENTENCES = {
    "level": _plain,
    "change": _against_baseline,
    "change_pct": _against_baseline,
    "year": _against_year,
    "year_pct": _against_year,
    "path": _against_path,
}
