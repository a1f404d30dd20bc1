"""A workspace in which every text and every name is one long word. `tell` prints the codes of its records, as JSON."""

import json
import sys
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.committee import propose
from decisions.readiness.summary import compute_due
from decisions.sections.registry import UNITS
from decisions.states.stages import Stage
from tests.factories import decide, make_record

LENGTH = 80


def word(number: int) -> str:
    """So many letters without a blank, of which no browser breaks one by itself."""
    return f"{'Mw' * (LENGTH // 2 - 1)}{number % 100:02}"


def name_people() -> None:
    for number, person in enumerate(User.objects.order_by("email")):
        person.name = word(number)
        person.save(update_fields=["name"])


def write_long(record: m.Record) -> None:
    """Every text that people write in the record, in every row."""
    for model in UNITS.values():
        texts = [
            field.name for field in model.content_fields if _is_text(field) and field.name in model.editable
        ]
        for number, row in enumerate(model.objects.filter(record=record)):
            for name in texts:
                setattr(row, name, word(number))
            row.save(update_fields=texts)


def _is_text(field: "models.Field[object, object]") -> bool:
    """What is typed freely and holds so much; what is named so that others find it stays."""
    is_long = isinstance(field, models.TextField) or (field.max_length or 0) >= LENGTH
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and is_long and field.name != "segment"


def tell() -> None:
    ines, maria = (User.objects.get(email=f"{name}@example.com") for name in ("ines", "maria"))
    given: dict[str, Any] = {"author": maria, "owner": maria, "approver": ines}
    name_people()
    draft, proposed, decided = (make_record(to=Stage.COMMIT, **given) for _number in range(3))
    now = timezone.now()
    for record in (draft, proposed, decided):
        write_long(record)
    for record in (proposed, decided):
        propose.propose(record, by=maria, now=now)
    decide(decided, comment=word(1))
    compute_due(timezone.now())
    sys.stdout.write(json.dumps({"draft": draft.code, "proposed": proposed.code, "decided": decided.code}))
