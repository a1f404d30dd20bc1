"""Names of months and weekdays in the languages of files, and Japanese eras. Pure."""

import re
from functools import cache

from babel import Locale

from metrics.files.values.plain import plain

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "ja", "da", "nb", "fi", "cs", "hu", "ro", "tr",
)  # fmt: skip
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
"""The year before the first one of an era."""

MORE_MONTHS = {"sept": 9, "mrz": 3, "maerz": 3}


@cache
def months() -> dict[str, int]:
    """Months by their names and abbreviations, folded. A name that means two months is left out."""
    found: dict[str, set[int]] = {name: {month} for name, month in MORE_MONTHS.items()}
    for language in LANGUAGES:
        for forms in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for month, name in forms[width].items():
                    if not any(sign.isdigit() for sign in name):
                        found.setdefault(folded(name), set()).add(month)
    return {name: next(iter(meant)) for name, meant in found.items() if len(meant) == 1}


@cache
def full_months() -> frozenset[str]:
    """Names that are no abbreviations."""
    wide = [
        forms["wide"].values() for language in LANGUAGES for forms in Locale.parse(language).months.values()
    ]
    return frozenset(folded(name) for names in wide for name in names)


@cache
def weekdays() -> frozenset[str]:
    """Weekdays by their names and abbreviations, folded."""
    forms = [forms for language in LANGUAGES for forms in Locale.parse(language).days.values()]
    names = [
        name for form in forms for width in ("wide", "abbreviated", "short") for name in form[width].values()
    ]
    return frozenset(folded(name) for name in names)


def folded(name: str) -> str:
    return plain(name).casefold().rstrip(".")


@cache
def month_pattern() -> str:
    """A regular expression for any month's name, the longest first."""
    return "|".join(re.escape(name) for name in sorted(months(), key=len, reverse=True))
