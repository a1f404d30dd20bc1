"""A mapping in the making: what the mapping page shows and posts, in the form of a mapping.

A draft is plain data and may be incomplete; `completed` checks it and turns it into a mapping.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import ValidationError

from metrics.definitions.models import DefinitionVersion
from metrics.files.reading.mapping import ImportMapping
from metrics.measures import MEASURES

Draft = dict[str, Any]

ROW = re.compile(r"(add|remove)-(metric|where|condition|required|label)(?:-(\d+))?(?:-(\d+))?")


@dataclass
class Problems:
    """What is wrong with a draft: sentences by the name of the field on the page, and general ones."""

    by_field: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.by_field or self.general)


def from_post(posted: Mapping[str, str], understood: Draft | None = None) -> Draft:
    """The draft that the page's fields hold. Their names are the places in the draft, joined by “-”.

    `understood` is the format where files are read as they are understood: the page has no fields for it then.
    """

    def rows(prefix: str) -> range:
        total = posted.get(f"{prefix}-total", "0")
        return range(min(int(total) if total.isdigit() else 0, 60))

    def text(name: str) -> str:
        return posted.get(name, "").strip()

    def each(prefix: str) -> dict[str, str]:
        return {name.removeprefix(prefix): text(name) for name in posted if name.startswith(prefix)}

    def conditions(prefix: str) -> list[Draft]:
        places = [f"{prefix}-{index}" for index in rows(prefix)]
        return [{"column": text(f"{at}-column"), "in": _lines(text(f"{at}-in"))} for at in places]

    return {
        "source": text("source"),
        "format": understood
        or {
            "encoding": text("format-encoding"),
            "delimiter": posted.get("format-delimiter", ",") or ",",
            "decimal": text("format-decimal") or ".",
            "thousands": posted.get("format-thousands", ""),
            "missing": ["", *_lines(text("format-missing"))],
        },
        "partner": {
            "column": text("partner-column"),
            "create_unknown": bool(posted.get("partner-create_unknown")),
        },
        "partners": {name: text(f"partners-{name}") for name in PARTNER_FIELDS},
        "period": {"column": text("period-column")}
        | ({} if understood else {"date_format": text("period-date_format")}),
        "covers": {name: text(f"covers-{name}") for name in ("from", "to")},
        "gives": text("gives"),
        "where": conditions("where"),
        "required": [
            {
                "column": text(f"required-{index}-column"),
                "where": text(f"required-{index}-where"),
                "in": _lines(text(f"required-{index}-in")),
            }
            for index in rows("required")
        ],
        "labels": [
            {
                "column": text(f"labels-{index}-column"),
                "values": _lines(text(f"labels-{index}-values")),
                "in_partners": bool(posted.get(f"labels-{index}-in_partners")),
            }
            for index in rows("labels")
        ],
        "metrics": [
            {name: text(f"metrics-{index}-{name}") for name in (*OF_EVERY, *MEASURES.field_names)}
            | {name: each(f"metrics-{index}-{name}-") for name in MEASURES.each_names}
            | {"where": conditions(f"metrics-{index}-where")}
            for index in rows("metrics")
        ],
    }


OF_EVERY = ("metric", "unit", "currency_column")
"""What the page says of every metric, beside the fields of its measure."""

PARTNER_FIELDS = ("key", "name", "segment", "tier", "region", "country")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def change_rows(draft: Draft, what: str) -> None:
    """Add or remove a row, as the button `what` says: `add-metric`, `remove-condition-2-0`."""
    match = ROW.fullmatch(what)
    if not match:
        return
    verb, kind, first, second = match.groups()
    rows = _rows(draft, kind, first)
    if rows is None:
        return
    if verb == "add":
        rows.append({"metric": "", "where": []} if kind == "metric" else {"column": "", "in": []})
    else:
        place = second if kind == "condition" else first
        if place is not None and int(place) < len(rows):
            del rows[int(place)]


ASK_AGAIN = "ask-again:"
"""Begins the value of the button that takes an answer back; the question's id follows."""


def forget_answer(draft: Draft, what: str) -> None:
    """Take back the answer that the button `what` names."""
    if what.startswith(ASK_AGAIN):
        draft["format"]["answers"].pop(what.removeprefix(ASK_AGAIN), None)


def _rows(draft: Draft, kind: str, first: str | None) -> list[Any] | None:
    if kind == "condition":
        metrics: list[Draft] = draft.setdefault("metrics", [])
        place = int(first) if first is not None else -1
        if not 0 <= place < len(metrics):
            return None
        found: list[Any] = metrics[place].setdefault("where", [])
        return found
    name = {"metric": "metrics", "where": "where", "required": "required", "label": "labels"}[kind]
    rows: list[Any] = draft.setdefault(name, [])
    return rows


def completed(
    draft: Draft, definitions: Sequence[DefinitionVersion], partner_file: str
) -> tuple[ImportMapping | None, Problems]:
    """The mapping that a draft stands for, or what it lacks."""
    problems = Problems()
    known = {version.metric_id: version for version in definitions}
    data = {
        "source": draft.get("source", ""),
        "format": draft["format"],
        "partner": draft["partner"],
        "period": draft["period"],
        "where": draft.get("where", []),
        "required": draft.get("required", []),
        "labels": draft.get("labels", []),
        "metrics": [_metric(spec, known) for spec in draft.get("metrics", [])],
    }
    named = {name: column for name, column in draft.get("partners", {}).items() if column}
    if partner_file and named.get("key"):
        data["partners"] = named | {"file": partner_file}
    data |= {name: draft[name] for name in ("covers", "gives") if _says(draft.get(name))}
    _check(draft, data, known, problems, has_list=bool(partner_file))
    if problems:
        return None, problems
    try:
        return ImportMapping.model_validate(data), problems
    except ValidationError as error:
        for found in error.errors(include_url=False):
            place = "-".join(str(part) for part in found["loc"])
            message = str(found["msg"]).removeprefix("Value error, ")
            problems.by_field.setdefault(place, message)
            problems.general.append(f"{place}: {message}")
        return None, problems


def _says(value: Any) -> bool:
    """Whether a field, or any of several, was filled in."""
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _metric(spec: Draft, known: Mapping[str, DefinitionVersion]) -> Draft:
    """One metric with only the fields that its measure uses."""
    definition = known.get(spec.get("metric", ""))
    if definition is None or definition.series is None:
        return {"metric": spec.get("metric", ""), "where": spec.get("where", [])}
    found = {"metric": spec["metric"], "measure": definition.series.measure}
    for place in definition.places:
        place.put(found, place.of(spec))
    found["where"] = spec.get("where", [])
    if definition.is_money:
        found["unit"] = (spec.get("unit") or settings.DEFAULT_CURRENCY).upper()
    if definition.takes_currencies and spec.get("currency_column"):
        found["currency_column"] = spec["currency_column"]
    return found


def _check(
    draft: Draft,
    data: Draft,
    known: Mapping[str, DefinitionVersion],
    problems: Problems,
    *,
    has_list: bool,
) -> None:
    """What people forget, in sentences, before the schema speaks."""
    needed = problems.by_field
    _check_file(data, needed)
    if has_list and any(draft.get("partners", {}).values()) and "partners" not in data:
        needed["partners-key"] = _("Choose the column that holds the partners' keys.")
    if not data["metrics"]:
        problems.general.append(_("Add at least one metric."))
    for index, spec in enumerate(data["metrics"]):
        _check_metric(index, spec, data["metrics"], known, needed)
    _check_rows(data, needed)


def _check_rows(data: Draft, needed: dict[str, str]) -> None:
    """What rows about conditions, needed columns and labels lack."""
    for prefix, conditions in _condition_lists(data):
        for index, condition in enumerate(conditions):
            if not condition["column"] or not condition["in"]:
                needed[f"{prefix}-{index}-column"] = _("Choose a column, and write the values that count.")
    for index, rule in enumerate(data["required"]):
        for name in ("column", "where"):
            if not rule.get(name):
                needed[f"required-{index}-{name}"] = _("Choose one.")
    for index, check in enumerate(data["labels"]):
        if not check["column"] or not check["values"]:
            needed[f"labels-{index}-column"] = _("Choose a column, and write the right labels.")


def _check_file(data: Draft, needed: dict[str, str]) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", data["source"]):
        needed["source"] = _("Name the source with lower-case letters, digits and hyphens: reseller-sales.")
    if not data["partner"]["column"]:
        needed["partner-column"] = _("Choose one.")
    if not data["period"]["column"]:
        needed["period-column"] = _("Choose one.")
    if data["format"].get("as") != "understood":
        _check_written(data, needed)
    if "covers" in data:
        _check_covers(data["covers"], needed)


def _check_written(data: Draft, needed: dict[str, str]) -> None:
    """What a mapping lacks that states how its file is written."""
    if not data["format"]["encoding"]:
        needed["format-encoding"] = _("Choose the encoding in which the words are right.")
    if data["format"]["thousands"] == data["format"]["decimal"]:
        needed["format-thousands"] = _("It must differ from the decimal sign.")
    if not data["period"]["date_format"]:
        needed["period-date_format"] = _("Say how dates are written.")


def _check_covers(covers: Draft, needed: dict[str, str]) -> None:
    days = {}
    for name in ("from", "to"):
        try:
            days[name] = dt.date.fromisoformat(covers.get(name, ""))
        except ValueError:
            needed[f"covers-{name}"] = _("Give both days, or none.")
    if len(days) == 2 and days["to"] < days["from"]:
        needed["covers-to"] = _("It lies before the first day.")


def _check_metric(
    index: int,
    spec: Draft,
    every: list[Draft],
    known: Mapping[str, DefinitionVersion],
    needed: dict[str, str],
) -> None:
    if spec["metric"] not in known:
        needed[f"metrics-{index}-metric"] = _("Choose a metric of the dictionary.")
        return
    if [other["metric"] for other in every].index(spec["metric"]) != index:
        needed[f"metrics-{index}-metric"] = _("This metric stands above already.")
    for place in known[spec["metric"]].places:
        if not place.of(spec):
            needed[f"metrics-{index}-{place.name}"] = _("Needed for this metric.")
    if "unit" in spec and not re.fullmatch(r"[A-Z]{3}", spec["unit"]):
        needed[f"metrics-{index}-unit"] = _("Three letters, for example USD or JPY.")


def _condition_lists(data: Draft) -> list[tuple[str, list[Draft]]]:
    lists = [(f"metrics-{index}-where", spec["where"]) for index, spec in enumerate(data["metrics"])]
    return [("where", data["where"]), *lists]
