"""What differs between two versions, by section, in words and numbers. Read from frozen content alone.

A row is followed by its id; where the content has none (risks, actions, constraints), by its words: such a row that
was rewritten is one that went and one that came.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.models import Basis, DecisionClass, Effect, ReviewPlan, Side
from decisions.reports.report import Report
from decisions.reports.values import amount, day_of

Row = dict[str, Any]
Words = Callable[[Report, Row, Any], str]


@dataclass(frozen=True)
class Difference:
    """One field that differs: of what, which, before and after. A row that came or went has no field."""

    what: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class SectionDiff:
    key: str
    label: str
    differences: tuple[Difference, ...]


def _plain(report: Report, row: Row, value: Any) -> str:
    return "" if value is None else str(value)


def _person(report: Report, row: Row, value: Any) -> str:
    return report.person(value)


def _day(report: Report, row: Row, value: Any) -> str:
    return day_of(value) if value else ""


def _amount(report: Report, row: Row, value: Any) -> str:
    return "" if value is None else amount(value, str(row.get("unit") or ""))


def _share(report: Report, row: Row, value: Any) -> str:
    return "" if value is None else f"{float(value) * 100:.0f} %"


def _value(report: Report, row: Row, value: Any) -> str:
    return "" if value is None else f"{float(value):.2f}"


def _choice(choices: type[TextChoices]) -> Words:
    """The words for a stored choice."""

    def written(report: Report, row: Row, value: Any) -> str:
        return str(choices(value).label) if value in choices.values else str(value or "")

    return written


def _yes(report: Report, row: Row, value: Any) -> str:
    return _("yes") if value else _("no")


def _names(report: Report, row: Row, value: Any) -> str:
    """A long list by its length and first names."""
    found = [one["name"] if isinstance(one, dict) else str(one) for one in value or ()]
    more = f" … ({len(found)})" if len(found) > 5 else ""
    return ", ".join(found[:5]) + more


def _baseline(report: Report, row: Row, value: Any) -> str:
    return "" if value is None or value["value"] is None else amount(value["value"], value["unit"])


FIELDS: dict[str, tuple[tuple[str, Any, Words], ...]] = {
    "brief": (
        ("question", gettext_lazy("decision question"), _plain),
        ("class", gettext_lazy("class"), _choice(DecisionClass)),
        ("owner", gettext_lazy("owner"), _person),
    ),
    "scope": (
        ("horizon_from", gettext_lazy("from"), _day),
        ("horizon_to", gettext_lazy("until"), _day),
        ("count", gettext_lazy("partners in scope"), _plain),
        ("members", gettext_lazy("partners"), _names),
        ("note", gettext_lazy("what is in and what is out"), _plain),
    ),
    "people": (
        ("decides", gettext_lazy("who decides"), _plain),
        ("consulted", gettext_lazy("who is consulted"), _plain),
        ("informed", gettext_lazy("who is informed"), _plain),
        ("told", gettext_lazy("how and when they are told"), _plain),
    ),
    "approvals": (
        ("approver", gettext_lazy("approver"), _person),
        ("committee", gettext_lazy("committee"), _plain),
        ("coi", gettext_lazy("conflicts of interest"), _plain),
    ),
    "constraints": (("source", gettext_lazy("source"), _plain),),
    "metrics": (
        ("baseline", gettext_lazy("baseline"), _baseline),
        ("owner", gettext_lazy("owner"), _person),
        ("note", gettext_lazy("note"), _plain),
    ),
    "inputs": (
        ("value", gettext_lazy("value"), _plain),
        ("as_of", gettext_lazy("as of"), _day),
        ("owner", gettext_lazy("owner"), _person),
        ("source", gettext_lazy("source"), _plain),
    ),
    "options": (
        ("name", gettext_lazy("name"), _plain),
        ("description", gettext_lazy("description"), _plain),
        ("differs", gettext_lazy("what is done differently"), _plain),
        ("constraints", gettext_lazy("constraints"), _plain),
        ("is_status_quo", gettext_lazy("status quo"), _yes),
        ("value", gettext_lazy("value"), _value),
    ),
    "criteria": (
        ("name", gettext_lazy("name"), _plain),
        ("worst", gettext_lazy("worst"), _amount),
        ("best", gettext_lazy("best"), _amount),
        ("weight", gettext_lazy("weight"), _share),
        ("side", gettext_lazy("side"), _choice(Side)),
    ),
    "estimates": (
        ("low", gettext_lazy("low"), _amount),
        ("likely", gettext_lazy("likely"), _amount),
        ("high", gettext_lazy("high"), _amount),
        ("basis", gettext_lazy("rests on"), _choice(Basis)),
        ("note", gettext_lazy("note"), _plain),
    ),
    "scenarios": (
        ("name", gettext_lazy("name"), _plain),
        ("narrative", gettext_lazy("what happens"), _plain),
        ("probability_pct", gettext_lazy("probability, %"), _plain),
    ),
    "trade_off": (
        ("left_weight", gettext_lazy("weight of the left side"), _share),
        ("right_weight", gettext_lazy("weight of the right side"), _share),
    ),
    "recommendation": (
        ("name", gettext_lazy("selected option"), _plain),
        ("rationale", gettext_lazy("rationale"), _plain),
        ("why_not_best", gettext_lazy("why not the best"), _plain),
        ("reversal_signal", gettext_lazy("reversal signal"), _plain),
    ),
    "guardrails": (
        ("limit", gettext_lazy("limit"), _plain),
        ("owner", gettext_lazy("owner"), _person),
    ),
    "risks": (
        ("mitigation", gettext_lazy("mitigation"), _plain),
        ("owner", gettext_lazy("owner"), _person),
    ),
    "thresholds": (
        ("level", gettext_lazy("level"), _amount),
        ("clear_level", gettext_lazy("clear level"), _amount),
        ("effect", gettext_lazy("effect"), _choice(Effect)),
        ("owner", gettext_lazy("owner"), _person),
    ),
    "reviews": (
        ("next_review_on", gettext_lazy("next review"), _day),
        ("rhythm", gettext_lazy("rhythm"), _choice(ReviewPlan.Rhythm)),
        ("post_review_on", gettext_lazy("post-review"), _day),
        ("stop_conditions", gettext_lazy("stop conditions"), _plain),
        ("escalation", gettext_lazy("escalation"), _plain),
    ),
    "actions": (
        ("owner", gettext_lazy("owner"), _person),
        ("due_on", gettext_lazy("due"), _day),
        ("done_on", gettext_lazy("done"), _day),
    ),
    "evidence": (
        ("statement", gettext_lazy("what it says"), _plain),
        ("source", gettext_lazy("source"), _plain),
        ("expires_on", gettext_lazy("expires"), _day),
        ("is_weak", gettext_lazy("weak"), _yes),
    ),
    "expected_path": (
        ("target", gettext_lazy("target"), _amount),
        ("ramp_from", gettext_lazy("ramp from"), _day),
        ("target_by", gettext_lazy("target by"), _day),
    ),
}
"""What is compared of each part, what it is called, and how it is written. What is computed from it is left out."""

TITLES = ("title", "name", "label", "text", "statement", "key")


def differences(before: Report, after: Report) -> list[SectionDiff]:
    """The sections of `after` in which something differs from `before`, in their order."""
    found = []
    for section in after.data["sections"]:
        lines = [*_texts(before, after, section)]
        for part in section["parts"]:
            lines += _part(before, after, part)
        if lines:
            found.append(SectionDiff(section["key"], section["label"], tuple(lines)))
    return found


def _texts(before: Report, after: Report, section: Row) -> Iterator[Difference]:
    old, new = before.parts["text"], after.parts["text"]
    for text in section["texts"]:
        was, now = str(old.get(text["key"]) or ""), str(new.get(text["key"]) or "")
        if was != now:
            yield Difference(text["label"], "", was, now)


def _part(before: Report, after: Report, part: str) -> Iterator[Difference]:
    old, new = before.parts.get(part), after.parts.get(part)
    if part not in FIELDS or old is None or new is None:
        return
    if "rows" not in new:
        yield from _fields(before, after, part, "", old, new)
        return
    rows_before, rows_after = _by_key(before, part), _by_key(after, part)
    for key in [*rows_before, *(key for key in rows_after if key not in rows_before)]:
        was, now = rows_before.get(key), rows_after.get(key)
        if was is None or now is None:
            yield Difference(
                what="",
                field="",
                before=_title(before, part, was) if was else "",
                after=_title(after, part, now) if now else "",
            )
        else:
            yield from _fields(before, after, part, _title(after, part, now), was, now)


def _fields(before: Report, after: Report, part: str, what: str, old: Row, new: Row) -> Iterator[Difference]:
    for name, label, written in FIELDS[part]:
        was, now = written(before, old, old.get(name)), written(after, new, new.get(name))
        if was != now:
            yield Difference(what, str(label), was, now)


def _by_key(report: Report, part: str) -> dict[Any, Row]:
    """Rows by what they are followed by; estimates by option and criterion, with the unit of the latter."""
    rows = report.rows(part)
    if part == "estimates":
        units = {row["id"]: row["unit"] for row in report.rows("criteria")}
        return {
            (row["option"], row["criterion"]): row | {"unit": units.get(row["criterion"], "")} for row in rows
        }
    found: dict[Any, Row] = {}
    for row in rows:
        key = row.get("id") or row.get("criterion") or row.get("key") or _title(report, part, row)
        found[(key, sum(other[0] == key for other in found))] = row
    return found


def _title(report: Report, part: str, row: Row) -> str:
    """What a row is called."""
    if part == "estimates":
        option = next((one["label"] for one in report.rows("options") if one["id"] == row["option"]), "")
        criterion = next(
            (one["name"] for one in report.rows("criteria") if one["id"] == row["criterion"]), ""
        )
        return f"{option} · {criterion}"
    if part == "options":
        return f"{row['label']} · {row['name']}"
    return next((str(row[name]) for name in TITLES if row.get(name)), "–")
