"""The list of partners that a second file gives: key, name, attributes, and what is odd about them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from metrics.files.reading.mapping import Format, PartnerList
from metrics.files.reading.scanning import Unreadable, scan
from metrics.files.reading.tables import read_table
from metrics.gaps.found import FoundGaps
from partners.labels import Alike, alike_within

ATTRIBUTES = ("segment", "tier", "region", "country")
MOST_PARTNERS = 200_000


@dataclass(frozen=True)
class PartnerRow:
    """One partner of the list; attributes that the list does not give are empty."""

    key: str
    name: str
    segment: str = ""
    tier: str = ""
    region: str = ""
    country: str = ""
    stage: str = ""
    renewal: str = ""

    def attribute(self, name: str) -> str:
        value: str = getattr(self, name)
        return value


def read_partner_list(path: Path, spec: PartnerList, form: Format, findings: FoundGaps) -> list[PartnerRow]:
    """The partners of the list, the first row of a doubled key counting. Raises Unreadable."""
    scanned = scan(path, form)
    wanted = {"key": spec.key, "name": spec.name or spec.key}
    wanted |= {name: column for name in (*ATTRIBUTES, "stage", "renewal") if (column := getattr(spec, name))}
    missing = [column for column in wanted.values() if column not in scanned.header]
    if missing:
        raise Unreadable(
            _("The partner list has no column %(missing)s; it has %(header)s.")
            % {"missing": ", ".join(missing), "header": ", ".join(scanned.header)}
        )
    if scanned.rows > MOST_PARTNERS:
        raise Unreadable(
            _("The partner list has %(count)s rows; at most %(most)s are read.")
            % {"count": scanned.rows, "most": MOST_PARTNERS}
        )
    frame = read_table(path, form, scanned.header, list(wanted.values()))
    absent = set(form.missing) | {""}
    whole = np.ones(scanned.rows, dtype=bool)
    whole[scanned.bad] = False
    findings.add_rows("bad_row", ~whole, lines=np.arange(2, scanned.rows + 2))
    rows: dict[str, PartnerRow] = {}
    for line, record in enumerate(frame.to_dict("records"), start=2):
        values = {name: "" if record[column] in absent else record[column] for name, column in wanted.items()}
        if not whole[line - 2]:
            continue
        if not values["key"]:
            findings.add("missing_partner", column=spec.key, examples=[{"row": line}])
        elif values["key"] in rows:
            findings.add("duplicate_row", column=spec.key, examples=[{"row": line, "value": values["key"]}])
        else:
            rows[values["key"]] = PartnerRow(**(values | {"name": values["name"] or values["key"]}))
    partners = list(rows.values())
    _find_doubles(partners, spec, findings)
    return partners


def _find_doubles(partners: list[PartnerRow], spec: PartnerList, findings: FoundGaps) -> None:
    if spec.name and spec.name != spec.key:
        keys_by_name: dict[str, list[str]] = {}
        for partner in partners:
            keys_by_name.setdefault(partner.name, []).append(partner.key)
        for name, keys in keys_by_name.items():
            if len(keys) > 1:
                findings.add(
                    "duplicate_name",
                    column=spec.name,
                    label=name,
                    examples=[{"value": name, "keys": keys[:5]}],
                    partners=dict.fromkeys(keys, 1),
                )
    for attribute in ATTRIBUTES:
        column = getattr(spec, attribute)
        if not column:
            continue
        counts = Counter(partner.attribute(attribute) for partner in partners if partner.attribute(attribute))
        for pair in alike_within(counts):
            findings.add(
                "similar_label",
                column=column,
                label=pair.label,
                count=counts[pair.label],
                examples=[{"value": pair.label, "like": pair.suggestion, "of": counts[pair.suggestion]}],
                **attribute_gap(spec, column, pair),
            )


def attribute_gap(spec: PartnerList | None, column: str, pair: Alike) -> dict[str, Any]:
    """Which segments fall apart where labels in a column of the list are alike: none by tiers, regions or countries."""
    is_segment = spec is not None and spec.segment == column
    return {"segments": (pair.label, pair.suggestion) if is_segment else ()}
