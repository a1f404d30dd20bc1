"""Words from outside that no form checks: a search, a reason beside a button."""

from collections.abc import Mapping


def words_of(sent: Mapping[str, str], name: str, most: int = 200) -> str:
    """What was written in a field: trimmed, at most so many signs, without the NUL that no database keeps."""
    return str(sent.get(name, "")).replace("\x00", "").strip()[:most]
