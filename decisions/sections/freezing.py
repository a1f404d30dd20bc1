"""A unit's content as a version keeps it. Which fields that are, its model says."""

import uuid
from functools import singledispatch
from typing import Any

from django.db import models
from django.db.models import Field

from accounts.models import User
from decisions.sections.declaring import Frozen, Names, UnitKind, words
from decisions.sections.draft import Draft
from decisions.sections.fields import PartnersField
from decisions.sections.units import Row, Unit
from partners.models import Partner


def freeze_unit(unit: Unit, declared: UnitKind, content: Draft, names: Names) -> Frozen:
    """All of a unit's fields that are content, by their frozen names; a row with its id."""
    frozen: Frozen = {"id": unit.pk} if isinstance(unit, Row) else {}
    for field in unit.content_fields:
        frozen[declared.key_of(field.name)] = frozen_value(field, unit, content, names)
    return frozen


@singledispatch
def frozen_value(field: "Field[Any, Any]", unit: Unit, content: Draft, names: Names) -> Any:
    """A field's value in a version. Texts are kept without outer space."""
    value = getattr(unit, field.attname)
    return words(value) if isinstance(value, str) else value


@frozen_value.register
def _reference(field: models.ForeignKey[Any, Any], unit: Unit, content: Draft, names: Names) -> Any:
    """A person by their seal, a row by its id, anything else by id and name."""
    key = getattr(unit, field.attname)
    if field.related_model is User:
        return names(getattr(unit, field.name))
    if key is None or issubclass(field.related_model, Unit):
        return key
    return {"id": key, "name": str(getattr(unit, field.name))}


@frozen_value.register
def _partners(field: PartnersField, unit: Unit, content: Draft, names: Names) -> list[dict[str, Any]]:
    """Partners by id, key and name as of now, in the order of their names."""
    known = content.once(partners_named)
    found = [known[pk] for pk in getattr(unit, field.attname) if pk in known]
    return sorted(found, key=lambda partner: (partner["name"].casefold(), partner["key"]))


def partners_named(content: Draft) -> dict[uuid.UUID, dict[str, Any]]:
    """The partners that the draft's rows list, by id. One query for all of them."""
    wanted = {
        pk
        for units in content.rows.values()
        for unit in units
        if isinstance(unit, Unit)
        for field in unit.content_fields
        if isinstance(field, PartnersField)
        for pk in getattr(unit, field.attname)
    }
    if not wanted:
        return {}
    return {row["id"]: {**row} for row in Partner.objects.filter(pk__in=wanted).values("id", "key", "name")}


def people_in(content: Draft) -> set[User]:
    """Everybody whom the draft's rows name."""
    return {
        person
        for units in content.rows.values()
        for unit in units
        for field in unit.content_fields
        if field.related_model is User and (person := getattr(unit, field.name))
    }
