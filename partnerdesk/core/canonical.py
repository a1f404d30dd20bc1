"""One way to write content as bytes, so that equal content has an equal hash (docs/adr/0001).

RFC 8785 settles the order of keys, the escapes and the spaces. What it refuses or leaves open is settled
here: decimals, dates, times, UUIDs and texts become strings of a stated form; floats are refused.
"""

import datetime as dt
import enum
import hashlib
import unicodedata
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import rfc8785

LARGEST_INTEGER = 2**53 - 1


class NotCanonical(TypeError):
    """A value has no canonical form. The message names the place and the mend."""


def plain(value: Any, place: str = "$") -> Any:
    """Return `value` as JSON data in canonical form.

    Decimal → plain notation without trailing zeros or exponent (`-0` is `0`); date → `YYYY-MM-DD`;
    datetime → UTC, `YYYY-MM-DDTHH:MM:SS.ffffffZ`; UUID → lower case; text → NFC with `\\n` line ends.
    Raises NotCanonical for floats, naive times, integers beyond 2^53 and unknown types.
    """
    if isinstance(value, enum.Enum):
        return plain(value.value, place)
    if isinstance(value, Mapping):
        return {plain(str(key), place): plain(item, f"{place}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{place}[{index}]") for index, item in enumerate(value)]
    return _single(value, place)


def _single(value: Any, place: str) -> Any:
    """The canonical form of a value that holds no others."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical(f"{place}: integers beyond 2^53 are written as Decimal")
        return value
    if isinstance(value, Decimal):
        return decimal_text(value, place)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dt.date):
        return _moment(value, place)
    raise NotCanonical(
        f"{place}: {type(value).__name__} has no canonical form; floats are written as Decimal"
    )


def _moment(value: dt.date, place: str) -> str:
    if not isinstance(value, dt.datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise NotCanonical(f"{place}: a time needs its zone")
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def decimal_text(value: Decimal, place: str = "$") -> str:
    """Plain notation without exponent or trailing zeros: `1200`, `-0.685`, `0`."""
    if not value.is_finite():
        raise NotCanonical(f"{place}: {value} is no number; leave it out (null)")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def canonical_bytes(value: Any) -> bytes:
    """The RFC 8785 bytes of `value` in canonical form."""
    return rfc8785.dumps(plain(value))


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
