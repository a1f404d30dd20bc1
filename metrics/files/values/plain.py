"""A cell's text without its typing: width, kinds of spaces, invisible signs. And the words for an empty cell. Pure."""

import re
import unicodedata

EMPTY = frozenset(
    {
        "", "-", "--", "---", "–", "—", "―", "N/A", "n/a", "NA", "na", "#N/A", "#NA", "NULL", "null", "Null",
        "None", "none", "NaN", "nan", "(null)", "(blank)", "(empty)", "(none)", "\\N", "なし", "不明", "該当なし", "?",
    }
)  # fmt: skip
"""What stands in columns of numbers and dates for a cell without a value."""

CLEARLY_EMPTY = EMPTY - {"NA", "na", "None", "none", "-", "–", "—", "―", "?", "なし", "不明"}
"""Those of them that are no labels either: a region may be called NA."""

SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text in one width, with ordinary single spaces and without invisible signs, stripped.

    Raised and framed digits (², ½, ①) stay as they are: written plainly they would be other numbers.
    """
    if text.isascii():
        return SPACES.sub(" ", text).strip() if "  " in text or not text.isprintable() else text.strip()
    folded = "".join(_plain_sign(sign) for sign in unicodedata.normalize("NFC", text))
    return SPACES.sub(" ", folded).strip()


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return sign if category == "No" else unicodedata.normalize("NFKC", sign)


def label_of(text: str) -> str:
    """A label as every reader takes it: without outer spaces, its accents in one form, which is the same text."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text.strip())


def is_empty(text: str) -> bool:
    """Whether a plain text says that there is no value."""
    return text in EMPTY
