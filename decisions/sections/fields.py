"""Model fields that say by their class what people write in them.

What depends on a field (its form, its words, what a copy does with it) asks its class and never its name. To
migrations each is the plain field of Django that it derives from: the class says nothing about the column.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class PlainToMigrations:
    """A field whose class means nothing to the database."""

    plain: str

    def deconstruct(self) -> tuple[Any, ...]:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # a field stands behind it
        return name, self.plain, args, kwargs


class AmountField(PlainToMigrations, models.DecimalField[Any, Any]):
    """A number in the unit of its row, exact to six decimals; empty where it is not known."""

    plain = "django.db.models.DecimalField"


class MonthField(PlainToMigrations, models.DateField[Any, Any]):
    """A month, kept as its first day."""

    plain = "django.db.models.DateField"


class KnownOnField(PlainToMigrations, models.DateField[Any, Any]):
    """The day on which something was known. It stays what it was when a record is copied for a later quarter."""

    plain = "django.db.models.DateField"


class SegmentField(PlainToMigrations, models.CharField[Any, Any]):
    """A segment of the partner directory. What is saved stays, also where no partner is in it any more."""

    plain = "django.db.models.CharField"


class PartnersField(PlainToMigrations, ArrayField[Any, Any]):
    """Partners by their ids, chosen on a page of their own."""

    plain = "django.contrib.postgres.fields.ArrayField"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("base_field", models.UUIDField())
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(*args, **options)


def person_field(verbose_name: Any, **options: Any) -> "models.ForeignKey[Any, Any]":
    """A person who may be named: an owner, an approver."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


def text_field(verbose_name: Any, **options: Any) -> "models.TextField[Any, Any]":
    """Words of any length up to 20,000 characters."""
    return models.TextField(verbose_name, blank=True, max_length=20_000, **options)


def number_field(verbose_name: Any, **options: Any) -> "models.DecimalField[Any, Any]":
    """A number in the unit of its row."""
    return AmountField(verbose_name, max_digits=20, decimal_places=6, null=True, blank=True, **options)


def month_field(verbose_name: Any) -> "models.DateField[dt.date | None, dt.date | None]":
    """A month that may be left open."""
    return MonthField(verbose_name, null=True, blank=True)


def known_on_field(verbose_name: Any) -> "models.DateField[dt.date | None, dt.date | None]":
    """A day on which something was known, or until which it was."""
    return KnownOnField(verbose_name, null=True, blank=True)
