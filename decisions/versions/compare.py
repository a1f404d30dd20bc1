"""What differs between two versions, by section, in words and numbers. Read from frozen content alone.

What is compared, its names and its words come from the section kinds. Values are compared, not their words: whatever
differs has a line. A row is followed by its id; where the content of an older form has none, by what it is called.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.sections.declaring import Computed, Frozen, SectionKind, UnitKind
from decisions.sections.fields import PartnersField
from decisions.sections.registry import KINDS, section_kind
from decisions.sections.text import TEXT
from decisions.sections.units import Row
from decisions.sections.wording import in_words, lists_apart
from decisions.versions.report import Report


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


@dataclass(frozen=True)
class ComparedVersion:
    """One of the two versions, as the words of its fields ask for it."""

    report: Report

    def person(self, reference: Any) -> str:
        return self.report.person(reference)

    def identity(self, reference: Any) -> Any:
        """Who is meant by a reference: the person's id, else the reference itself."""
        return self.report.people.get(reference, reference) if reference else None

    def title(self, reference: Any) -> str:
        return self._titles.get(str(reference), _("a row that is gone"))

    def partner(self, reference: Any) -> str:
        return str(reference["name"]) if isinstance(reference, dict) else str(reference)

    def other(self, field: "Field[Any, Any]", reference: Any) -> str:
        return self.partner(reference)

    @cached_property
    def _titles(self) -> dict[str, str]:
        """What each row of the version is called, by its id. Kinds stand behind those that their rows name."""
        titles: dict[str, str] = {}

        def said(reference: Any) -> str:
            return titles.get(str(reference)) or self.report.person(reference)

        for section in KINDS:
            for unit in section.units if section is not TEXT else ():
                for row in self.rows(section, unit):
                    if row.get("id"):
                        titles[str(row["id"])] = unit.model.title_of(self._value(unit, row), said)
        return titles

    def rows(self, section: SectionKind, unit: UnitKind) -> list[Frozen]:
        """The rows of a unit; none where the version is older than the section kind."""
        frozen = self.report.parts.get(section.kind)
        return [] if frozen is None else unit.at(frozen)

    def title_of(self, unit: UnitKind, row: Frozen) -> str:
        return unit.model.title_of(self._value(unit, row), self._said)

    def _value(self, unit: UnitKind, row: Frozen) -> Callable[[str], Any]:
        """The values of a row by the names of its model's fields."""
        return lambda name: row.get(unit.key_of(name), row.get(name)) or ""

    def _said(self, reference: Any) -> str:
        return self._titles.get(str(reference)) or self.report.person(reference)


def differences(before: Report, after: Report) -> list[SectionDiff]:
    """The sections of `after` in which something differs from `before`, in their order; then what none of them shows.

    Raises UnknownKind where a version holds a section kind that nobody declares.
    """
    old, new = ComparedVersion(before), ComparedVersion(after)
    told: set[str] = set()
    found = []
    for section in after.data["sections"]:
        lines = [*_texts(old, new, section["texts"])]
        told |= {text["key"] for text in section["texts"]} | {f"part:{part}" for part in section["parts"]}
        for part in section["parts"]:
            lines += _section(old, new, section_kind(part))
        if lines:
            found.append(SectionDiff(section["key"], section["label"], tuple(lines)))
    for part in {**before.parts, **after.parts}:
        kind = section_kind(part)
        lines = [] if kind is TEXT or f"part:{part}" in told else [*_section(old, new, kind)]
        if kind is TEXT:
            lines = [*_texts(old, new, _untold(before, after, told))]
        if lines:
            found.append(SectionDiff(f"part-{part}", str(kind.label), tuple(lines)))
    return found


def _untold(before: Report, after: Report, told: set[str]) -> list[dict[str, str]]:
    """Texts that no section of the newer template shows, by their keys."""
    keys = {**before.parts["text"], **after.parts["text"]}
    labels = {text["key"]: text["label"] for section in before.data["sections"] for text in section["texts"]}
    return [{"key": key, "label": labels.get(key, key)} for key in keys if key not in told]


def _texts(old: ComparedVersion, new: ComparedVersion, texts: list[dict[str, str]]) -> Iterator[Difference]:
    before, after = old.report.parts["text"], new.report.parts["text"]
    for text in texts:
        was, now = str(before.get(text["key"]) or ""), str(after.get(text["key"]) or "")
        if was != now:
            yield Difference(text["label"], "", was, now)


def _section(old: ComparedVersion, new: ComparedVersion, section: SectionKind) -> Iterator[Difference]:
    if section is TEXT:
        return
    for unit in section.units:
        yield from _unit(old, new, section, unit)
    was, now = old.report.parts.get(section.kind), new.report.parts.get(section.kind)
    if was is not None and now is not None:
        own = [computed for computed in section.computed if computed.model is None]
        yield from _computed(old, new, "", own, was, now)


def _unit(
    old: ComparedVersion, new: ComparedVersion, section: SectionKind, unit: UnitKind
) -> Iterator[Difference]:
    before, after = _by_key(old, section, unit), _by_key(new, section, unit)
    computed = [one for one in section.computed if one.model is unit.model]
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None:
            what = new.title_of(unit, now)
            yield from _fields(old, new, what, unit, was, now)
            yield from _computed(old, new, what, computed, was, now)
        elif issubclass(unit.model, Row):
            gone = old.title_of(unit, was) or "–" if was is not None else ""
            come = new.title_of(unit, now) or "–" if now is not None else ""
            yield Difference("", "", gone, come)
        else:
            yield from _fields(old, new, "", unit, was or {}, now or {})


def _fields(
    old: ComparedVersion, new: ComparedVersion, what: str, unit: UnitKind, was: Frozen, now: Frozen
) -> Iterator[Difference]:
    """A line for each field whose values differ. What an older form did not keep is named as such."""
    unkept = []
    for field in unit.model.content_fields:
        key = unit.key_of(field.name)
        if (key in was) != (key in now):
            unkept.append(str(field.verbose_name))
        elif _differ(field, old, new, was.get(key), now.get(key)):
            yield _difference(old, new, what, field, (was, now), key)
    if unkept and (was or now):
        kept = _("kept from now on: %(fields)s") % {"fields": ", ".join(unkept)}
        yield Difference(what, _("not kept by one of the two versions"), "", kept)


def _differ(field: "Field[Any, Any]", old: ComparedVersion, new: ComparedVersion, was: Any, now: Any) -> bool:
    """Whether two values say something else. A person or partner who was only renamed is the same one."""
    if isinstance(field, PartnersField):
        return _keys(was, now) != _keys(now, was)
    if field.related_model is User:
        return bool(old.identity(was) != new.identity(now))
    return bool(was != now)


def _keys(partners: Any, others: Any) -> set[str]:
    """What partners are known by: their keys, or their names where one of the two versions has no more."""
    has_keys = all(isinstance(one, dict) for one in [*(partners or ()), *(others or ())])
    by = "key" if has_keys else "name"
    return {str(one[by]) if isinstance(one, dict) else str(one) for one in partners or ()}


def _difference(
    old: ComparedVersion,
    new: ComparedVersion,
    what: str,
    field: "Field[Any, Any]",
    pair: tuple[Frozen, Frozen],
    key: str,
) -> Difference:
    was, now = pair[0].get(key), pair[1].get(key)
    if isinstance(field, PartnersField):
        words = lists_apart([old.partner(one) for one in was or ()], [new.partner(one) for one in now or ()])
    else:
        words = in_words(field, was, pair[0], old), in_words(field, now, pair[1], new)
    if words[0] == words[1]:
        words = _apart(field, was, now, words)
    return Difference(what, str(field.verbose_name), *words)


def _apart(field: "Field[Any, Any]", was: Any, now: Any, words: tuple[str, str]) -> tuple[str, str]:
    """Words for two values that differ and read alike: namesakes, or figures that rounding made equal."""
    if field.related_model is User:
        return words[0], _("%(name)s, another person") % {"name": words[1]}
    if isinstance(field, PartnersField):
        return ", ".join(sorted(_keys(was, now))), ", ".join(sorted(_keys(now, was)))
    return str(was), str(now)


def _computed(
    old: ComparedVersion, new: ComparedVersion, what: str, computed: list[Computed], was: Frozen, now: Frozen
) -> Iterator[Difference]:
    """What was computed, where its words differ: figures beyond the shown places are no news."""
    for one in computed:
        words = one.say(was.get(one.key), was, old), one.say(now.get(one.key), now, new)
        if words[0] != words[1]:
            yield Difference(what, str(one.label), *words)


def _by_key(side: ComparedVersion, section: SectionKind, unit: UnitKind) -> dict[Any, Frozen]:
    """Rows by what they are followed by."""
    found: dict[Any, Frozen] = {}
    for row in side.rows(section, unit):
        key = row.get("id") or side.title_of(unit, row) or section.kind
        found[(key, sum(other[0] == key for other in found))] = row
    return found
