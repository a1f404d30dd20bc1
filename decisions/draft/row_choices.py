"""Fields that choose among rows of the record: which of them no longer show the rows as they are, after a change."""

from collections.abc import Collection, Mapping
from functools import cache

from django import forms

from decisions.draft.forms import FORMS
from decisions.sections.units import Row


@cache
def chosen_rows(kind: str) -> Mapping[str, type[Row]]:
    """The fields of a unit's form that choose a row of its record, each with the model of those rows."""
    found: dict[str, type[Row]] = {}
    for name, field in FORMS[kind].base_fields.items():
        rows = field.queryset if isinstance(field, forms.ModelChoiceField) else None
        if rows is not None and issubclass(rows.model, Row):
            found[name] = rows.model
    return found


@cache
def named_by(kind: str) -> frozenset[str]:
    """The kinds whose rows may stand in the name of a row of this one: a threshold is called by its metric."""
    found, left = set[str](), [kind]
    while left:
        each = left.pop()
        if each not in found:
            found.add(each)
            left += [model.kind for model in chosen_rows(each).values()]
    return frozenset(found)


def outdated_fields(kind: str, changed: Collection[str]) -> list[str]:
    """The fields of a unit of this kind that list rows which are called otherwise, or others, once `changed` kinds are.

    Raises KeyError for a kind that has no form.
    """
    return [name for name, model in chosen_rows(kind).items() if not named_by(model.kind).isdisjoint(changed)]
