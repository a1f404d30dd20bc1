"""The inputs that a frozen version rests on, and whose word it is that one of them has changed."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from accounts.models import NameSeal
from decisions.record.models import Record
from decisions.versions.models import Version


@dataclass(frozen=True)
class VersionInput:
    """An input as the version holds it. `pk` is the draft's row; None in versions that did not keep it yet.

    `owner` is the name that was frozen, `owner_id` the person behind it; both are empty where nobody is known.
    """

    record: Record
    version_id: uuid.UUID
    pk: uuid.UUID | None
    label: str
    value: str
    gap: str
    as_of: dt.date | None
    owner: str
    owner_id: uuid.UUID | None


def inputs_of(record: Record, version: Version | None) -> tuple[VersionInput, ...]:
    """The inputs of a version of this record, in its order; none without a version. One query."""
    rows = version.data()["parts"]["inputs"]["rows"] if version else []
    if version is None or not rows:
        return ()
    seals = NameSeal.objects.in_bulk({row["owner"] for row in rows if row["owner"]})
    return tuple(_input(record, version, row, seals.get(row["owner"])) for row in rows)


def _input(record: Record, version: Version, row: dict[str, Any], seal: NameSeal | None) -> VersionInput:
    return VersionInput(
        record=record,
        version_id=version.pk,
        pk=uuid.UUID(row["id"]) if row.get("id") else None,
        label=row["label"],
        value=row["value"],
        gap=row["gap"]["reason"] if row["gap"] else "",
        as_of=dt.date.fromisoformat(row["as_of"]) if row["as_of"] else None,
        owner=seal.name if seal else "",
        owner_id=seal.user_id if seal else None,
    )
