"""Signed heads of the chain of events: small files that, kept elsewhere, show what the chain was on a day.

A head names the newest seal and the head before it, signed with a key that the database's owner need not have.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from partnerdesk.core.canonical import plain
from partnerdesk.core.chain import newest_seal, seal_events
from partnerdesk.core.proven_rows import entries
from partnerdesk.core.row_sketch import sketch_of

SCHEMA = "partner-desk/head/2"
FIRST_SCHEMA = "partner-desk/head/1"
"""Heads of this form say nothing of rows. They count for ever."""
PURPOSE = b"partner-desk/heads/1"
LARGEST = 40_000
"""No head has so many bytes."""


class NoHead(Exception):
    """What was given is no head; the sentence says why."""


@dataclass(frozen=True)
class SignedHead:
    """The end of the chain at a moment. `previous_head` is the SHA-256 of the head before it, empty for the first.

    `rows` is the sketch of all rows that events up to here prove (`row_sketch`), empty in heads of the first form.
    """

    position: int
    sha256: str
    at: str
    previous_head: str
    public_key: str
    signature: str = ""
    schema: str = SCHEMA
    rows: str = ""

    def signed_bytes(self) -> bytes:
        """What the signature is over: RFC 8785 of all the rest."""
        return rfc8785.dumps({name: value for name, value in self.as_data().items() if name != "signature"})

    def own_sha256(self) -> str:
        """What the next head names this one by."""
        return hashlib.sha256(rfc8785.dumps(self.as_data())).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """As it stands in its file."""
        data = asdict(self)
        if self.schema == FIRST_SCHEMA:
            del data["rows"]
        return data


def signing_key() -> Ed25519PrivateKey:
    """Made from HEAD_KEY, so that any long text will do for it."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Ed25519PrivateKey.from_private_bytes(derivation.derive(settings.HEAD_KEY.encode()))


def public_key() -> str:
    """The other half of the key, for everyone: 64 hexadecimal digits."""
    return signing_key().public_key().public_bytes_raw().hex()


def is_ours(head: SignedHead) -> bool:
    """Whether a head is signed with our key, or with one that was ours before (HEAD_KEYS_BEFORE)."""
    return head.public_key in {public_key(), *settings.HEAD_KEYS_BEFORE} and is_signed(head)


def is_signed(head: SignedHead) -> bool:
    """Whether a head is signed with the key that it names, whosever that is."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
        key.verify(bytes.fromhex(head.signature), head.signed_bytes())
    except (ValueError, InvalidSignature):
        return False
    return True


def export_head(*, now: dt.datetime) -> SignedHead | None:
    """Seal all that waits, then sign the end of the chain into the folder of heads. None where nothing happened yet."""
    seal_events(now=now, everything=True)
    end = newest_seal()
    if end is None:
        return None
    before = newest_head()
    unsigned = SignedHead(
        position=end.position,
        sha256=end.sha256,
        at=plain(now),
        previous_head=before.own_sha256() if before else "",
        public_key=public_key(),
        rows=sketch_of(entries(0, end.position)).as_text(),
    )
    signature = signing_key().sign(unsigned.signed_bytes()).hex()
    head = SignedHead(**(asdict(unsigned) | {"signature": signature}))
    write_head(head, _path_of(head))
    return head


def export_due_head(*, now: dt.datetime) -> SignedHead | None:
    """The head of the day, where the folder has none yet."""
    before = newest_head()
    is_done = before is not None and before.at[:10] == plain(now)[:10]
    return None if is_done else export_head(now=now)


def write_head(head: SignedHead, path: Path) -> None:
    """Write a head as a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    making.write_text(json.dumps(head.as_data(), indent=1) + "\n", encoding="utf-8")
    making.replace(path)


def _path_of(head: SignedHead) -> Path:
    moment = "".join(sign for sign in head.at[:19] if sign.isdecimal())
    return Path(settings.HEADS_FOLDER) / f"head-{head.position:012d}-{moment}.json"


def kept_heads() -> list[Path]:
    """The heads in the folder, oldest first."""
    return sorted(Path(settings.HEADS_FOLDER).glob("head-*.json"))


def newest_head() -> SignedHead | None:
    """The last head of the folder that can be read."""
    return next(_readable(reversed(kept_heads())), None)


def _readable(paths: Iterator[Path]) -> Iterator[SignedHead]:
    for path in paths:
        try:
            yield read_head(path)
        except NoHead:
            continue


def read_head(path: Path) -> SignedHead:
    """A head from its file. Raises NoHead."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(LARGEST))
    except OSError as error:
        raise NoHead(f"{path} can't be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise NoHead(f"{path} is no head: {error}.") from error
    if not _has_form(found):
        raise NoHead(f"{path} is no head of this form ({SCHEMA}).")
    return SignedHead(**found)


def _has_form(found: Any) -> bool:
    if not isinstance(found, dict):
        return False
    names = {one.name for one in fields(SignedHead)} - (
        {"rows"} if found.get("schema") == FIRST_SCHEMA else set()
    )
    if set(found) != names:
        return False
    position = found.pop("position")
    is_number = isinstance(position, int) and not isinstance(position, bool) and 0 < position < 2**53
    is_text = all(isinstance(value, str) for value in found.values())
    found["position"] = position
    return is_number and is_text and found["schema"] in (FIRST_SCHEMA, SCHEMA)
