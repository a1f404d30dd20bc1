"""Matching the partners of a file with the directory. Created or matched by key; never guessed."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from metrics.files.reading.mapping import PartnerList
from metrics.files.reading.partner_list import ATTRIBUTES, PartnerRow
from metrics.files.reading.reader import FileReading
from metrics.files.reading.scanning import Unreadable
from metrics.gaps.found import FoundGap
from partners.labels import squeezed
from partners.models import LabelMerge, Partner

MOST_UNKNOWN = 200
"""So many unknown partners are named, so that people can say who they are."""


@dataclass
class PartnerMatch:
    """Which partner each label of a file is, and what the directory lacks. `known` counts labels it has."""

    labels: list[str]
    by_key: dict[str, Partner]
    new: list[Partner]
    listed: Mapping[str, PartnerRow]
    changed: list[Partner]
    known: int = 0
    findings: list[FoundGap] = field(default_factory=list)
    alike: dict[str, uuid.UUID] = field(default_factory=dict)

    @property
    def added(self) -> int:
        return len(self.new)

    @property
    def ids(self) -> list[uuid.UUID | None]:
        """The partner of each label; None: unknown, and left out."""
        return [self.by_key[label].pk if label in self.by_key else None for label in self.labels]

    @property
    def known_ids(self) -> dict[str, uuid.UUID]:
        """The partners that the directory has, or will have, by what the file calls them."""
        return self.alike | {label: partner.pk for label, partner in self.by_key.items()}

    @property
    def listed_ids(self) -> list[uuid.UUID]:
        """The partners that the file's own list names, once they are created."""
        return [self.by_key[key].pk for key in self.listed]

    def create(self, now: dt.datetime) -> None:
        """Write the new partners, and attributes that the directory did not have yet.

        Somebody else may have added or completed one meanwhile: theirs stays.
        """
        for partner in self.new:
            partner.created_at = now
        Partner.objects.bulk_create(self.new, batch_size=2000, ignore_conflicts=True)
        self.by_key |= Partner.objects.in_bulk([partner.key for partner in self.new], field_name="key")
        keys = [partner.key for partner in self.changed]
        locked = Partner.objects.select_for_update().filter(key__in=keys).order_by("pk")
        merges = label_merges()
        changed = [partner for partner in locked if _complete(partner, self.listed[partner.key], merges)]
        Partner.objects.bulk_update(changed, ["name", *ATTRIBUTES], batch_size=2000)


def match_partners(reading: FileReading, *, create_unknown: bool, column: str) -> PartnerMatch:
    """Match by key. A list's partners are always known; others are created only where that was asked for.

    Raises Unreadable where a label is too long to be a partner's.
    """
    listed = {row.key: row for row in reading.partner_list}
    wanted = list(dict.fromkeys([*listed, *reading.partners]))
    known = Partner.objects.in_bulk(wanted, field_name="key")
    merges = label_merges()
    new: dict[str, Partner] = {}
    unknown: list[str] = []
    for key in wanted:
        if key in known:
            continue
        if key in listed:
            new[key] = _new_partner(listed[key], merges)
        elif create_unknown:
            new[key] = Partner(key=key, name=key)
        else:
            unknown.append(key)
    _check_lengths(new.values())
    changed = [
        known[key] for key, row in listed.items() if key in known and _complete(known[key], row, merges)
    ]
    findings, alike = _similar(new, column)
    if unknown:
        examples: list[dict[str, Any]] = [{"partner": key} for key in unknown[:MOST_UNKNOWN]]
        findings.append(
            FoundGap("unknown_partner", len(unknown), column=column, examples=tuple(examples), partners={})
        )
    return PartnerMatch(
        labels=reading.partners,
        by_key=known | new,
        new=list(new.values()),
        listed=listed,
        changed=changed,
        known=sum(label in known for label in reading.partners),
        findings=findings,
        alike=alike,
    )


def without_merged(findings: Iterable[FoundGap], listed: PartnerList | None) -> list[FoundGap]:
    """Without labels of partners that people have merged: a file brings them again, the directory does not."""
    merges = label_merges()
    attributes = {getattr(listed, name): name for name in ATTRIBUTES} if listed else {}
    return [
        one
        for one in findings
        if one.kind != "similar_label" or (attributes.get(one.column, ""), one.label) not in merges
    ]


def label_merges() -> dict[tuple[str, str], str]:
    """Labels that people have merged into others, by attribute and label."""
    return {(merge.attribute, merge.label): merge.into for merge in LabelMerge.objects.all()}


def _attribute(row: PartnerRow, name: str, merges: Mapping[tuple[str, str], str]) -> str:
    label = row.attribute(name)
    return merges.get((name, label), label)


def _new_partner(row: PartnerRow, merges: Mapping[tuple[str, str], str]) -> Partner:
    return Partner(key=row.key, name=row.name, **{name: _attribute(row, name, merges) for name in ATTRIBUTES})


def _complete(partner: Partner, row: PartnerRow, merges: Mapping[tuple[str, str], str]) -> bool:
    """Fill attributes that the directory lacks, and keep the others. Returns whether any was filled."""
    before = [partner.name] + [getattr(partner, name) for name in ATTRIBUTES]
    if partner.name == partner.key:
        partner.name = row.name
    for name in ATTRIBUTES:
        if not getattr(partner, name):
            setattr(partner, name, _attribute(row, name, merges))
    return before != [partner.name] + [getattr(partner, name) for name in ATTRIBUTES]


def _check_lengths(partners: Iterable[Partner]) -> None:
    columns = [column for column in Partner._meta.fields if column.name in {"key", "name", *ATTRIBUTES}]
    for partner in partners:
        for column in columns:
            text, limit = getattr(partner, column.name), column.max_length or 0
            if len(text) > limit:
                raise Unreadable(
                    _(
                        "“%(text)s…” is too long for a partner's %(name)s (at most %(limit)s characters): "
                        "is the right column mapped to it?"
                    )
                    % {"text": text[:40], "name": column.verbose_name, "limit": limit}
                )


def _similar(new: dict[str, Partner], column: str) -> tuple[list[FoundGap], dict[str, uuid.UUID]]:
    """New partners whose key is spelt like one that the directory has, probably the same one; and those others."""
    if not new:
        return [], {}
    ids = dict(Partner.objects.values_list("key", "pk"))
    known = {squeezed(key): key for key in ids}
    findings: list[FoundGap] = []
    alike: dict[str, uuid.UUID] = {}
    for key in new:
        folded = squeezed(key)
        if folded and known.setdefault(folded, key) != key:
            like = known[folded]
            both, example = {key: 1, like: 1}, {"value": key, "like": like}
            findings.append(
                FoundGap("similar_label", 1, column=column, label=key, examples=(example,), partners=both)
            )
            alike |= {like: ids[like]} if like in ids else {}
    return findings, alike
