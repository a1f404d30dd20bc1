"""Marking words for translation where Django must not be known. Who shows them resolves them. Pure; no Django.

The functions are called like Django's, for these names are what the collector of translations looks for.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class InContext:
    """Words whose translation depends on where they stand."""

    context: str
    words: str


def gettext_noop(words: str) -> str:
    """The words themselves."""
    return words


def pgettext(context: str, words: str) -> InContext:
    """The words with their context."""
    return InContext(context, words)
