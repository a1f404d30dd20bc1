"""What is saved at once: single forms and rows of a record's draft, and which of their fields are content."""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import classproperty

NOT_CONTENT: dict[str, str] = {
    "id": "names the row; versions carry it so that rows are followed",
    "record": "the record that the row belongs to",
    "revision": "counts the saves, so that a second tab is noticed",
    "save_id": "names the save, so that a retry is noticed",
    "saved_at": "when it was saved; the history says it",
    "saved_by": "who saved it; the history says it",
    "is_suggested": "whether nobody has accepted it yet; a suggestion is in no version",
    "position": "the order on the page; whoever moves a row says nothing else by it",
    "text.key": "which text of the template it is; set once",
    "metric.key": "which metric it is; set once",
    "metric.is_asked": "whether the framework asks for it; set once",
    "input.key": "which input of the template it is; set once",
    "input.is_asked": "whether the framework asks for it; set once",
    "guardrail.key": "which guardrail of the template it is; set once",
    "estimate.option": "the column of the cell; set once",
    "estimate.criterion": "the row of the cell; set once",
    "path.criterion": "which criterion it is the path of; set once",
    "criterion.asked_worst": "a copy of “worst” when its weight was asked",
    "criterion.asked_best": "a copy of “best” when its weight was asked",
}
"""Fields of units that are no content, each with its reason. A name without a dot is meant of every unit.

Every other field of a unit's model is content: it is frozen, compared, told in the history and copied, without being
named anywhere else.
"""

Said = Callable[[Any], Any]
"""From a reference (a person, another row) to the words for it."""


def tracked(model: type[Any]) -> type[Any]:
    """Keep every state of a model's rows, deleted ones included, by database triggers."""
    keep = pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    kept: type[Any] = keep(model)
    return kept


class Unit(models.Model):
    """One thing that is saved at once.

    `revision` counts the saves, so that a second tab is noticed. `save_id` is made by the page for each save, so
    that a retry after a lost answer changes nothing.
    """

    kind: ClassVar[str]
    made: ClassVar[tuple[str, ...]] = ()
    """Fields that are content but are filled in by the record itself, not in a form."""
    titled: ClassVar[tuple[str, ...]] = ()
    """What it is called: the first of these fields that says something."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(default=1)
    save_id = models.UUIDField(null=True)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def anchor(self) -> str:
        """The id of the unit's element on the page, which a blocker points to."""
        return f"{self.kind}-{self.pk}"

    @classproperty
    def content_fields(cls) -> "tuple[models.Field[Any, Any], ...]":  # noqa: N805  (a property of the class)
        """The fields that are content, as the model states them."""
        return tuple(
            field
            for field in cls._meta.concrete_fields
            if field.name not in NOT_CONTENT and f"{cls.kind}.{field.name}" not in NOT_CONTENT
        )

    @classproperty
    def editable(cls) -> tuple[str, ...]:  # noqa: N805  (a property of the class)
        """The names of the fields that people fill in, in the order of the model."""
        return tuple(field.name for field in cls.content_fields if field.name not in cls.made)

    def values(self) -> dict[str, Any]:
        """What people filled in, by field name (foreign keys by their ids)."""
        return {name: getattr(self, self.attname_of(name)) for name in self.editable}

    @classmethod
    def field_of(cls, name: str) -> "models.Field[Any, Any]":
        """A column's field by its name. Raises KeyError where the model has none."""
        return {field.name: field for field in cls._meta.concrete_fields}[name]

    @classmethod
    def attname_of(cls, name: str) -> str:
        """The attribute in which a field's value stands: of a reference the id."""
        return cls.field_of(name).attname

    @classmethod
    def title_of(cls, value: Said, said: Said) -> str:
        """What a unit is called. `value` gives a field's value by its name, `said` the words for a reference.

        Both a row and what was frozen of one answer in this way, so that page, history and versions call it alike.
        """
        return next((str(found) for name in cls.titled if (found := value(name))), "")


class Suggestible(models.Model):
    """Of rows that a framework may bring: they are suggestions until somebody saves them, as “Accept” does."""

    is_suggested = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


def is_suggestion(unit: Unit) -> bool:
    """Whether the framework brought a unit and nobody has accepted it: it is shown, but neither printed nor counted."""
    return isinstance(unit, Suggestible) and unit.is_suggested


def accept(unit: Unit) -> None:
    """What is saved is somebody's own, changed or not."""
    if isinstance(unit, Suggestible):
        unit.is_suggested = False


class Single(Unit):
    """A form that a record has once."""

    record = models.OneToOneField("decisions.Record", on_delete=models.CASCADE, related_name="%(class)s")

    class Meta(Unit.Meta):
        abstract = True


class Row(Unit):
    """A row of a list, in the order that people gave it."""

    record = models.ForeignKey("decisions.Record", on_delete=models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveIntegerField(default=0)

    class Meta(Unit.Meta):
        abstract = True
        ordering = ("position", "saved_at", "pk")
