"""A decision in force that rests on a file, made by the application's own functions in the environment of a stack."""

import datetime as dt
import json
import sys
import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.committee import propose
from decisions.life import reopen
from decisions.states.stages import Stage
from metrics.files.reading.mapping import ImportMapping
from metrics.files.store import keep_file
from metrics.imports import run, steps
from metrics.models import Import
from tests.factories import decide, make_record

SOURCE = "reseller-orders"
MAPPING = {
    "source": SOURCE,
    "partner": {"column": "partner", "create_unknown": True},
    "period": {"column": "date"},
    "metrics": [
        {"metric": "gross_margin", "measure": "margin", "revenue": "amount", "cost": "cost"},
    ],
}


def rows_until(month: dt.date, *, last_margin: int) -> str:
    """The file: a year of orders at a margin of 30 %, the last month at another one."""
    months = [
        dt.date(month.year - (month.month <= back), (month.month - back - 1) % 12 + 1, 5)
        for back in range(12)
    ]
    margins = [last_margin] + [30] * 11
    lines = [f"R-1,{day},1000,{1000 - 10 * margin}" for day, margin in zip(months, margins, strict=True)]
    return "\n".join(["partner,date,amount,cost", *reversed(lines)])


@transaction.atomic
def load(text: str, by: User) -> None:
    """Import a file of the source, as the worker does."""
    imported = steps.start_import(keep_file([text.encode()]), "orders.csv", by=by, now=timezone.now())
    imported.mapping = ImportMapping.model_validate(MAPPING).as_data()
    imported.state = Import.State.IMPORTING
    imported.save()
    run.run_import(imported, progress=lambda _share: None, now=timezone.now())


def save(unit: m.Unit, by: User, **values: Any) -> None:
    reopen.save_unit(
        unit,
        unit.values() | values,
        revision=unit.revision,
        save_id=uuid.uuid4(),
        by=by,
        now=timezone.now(),
    )


def add(record: m.Record, kind: str, by: User, given: dict[str, Any] | None = None) -> m.Unit:
    found = reopen.add_row(record, kind, pk=uuid.uuid4(), values=given, by=by, now=timezone.now()).unit
    assert found is not None
    return found


def enacted(question: str, author: User, approver: User) -> m.Record:
    """A light decision in force whose threshold is a gross margin of 20 %."""
    people: dict[str, Any] = {"author": author, "owner": author, "approver": approver}
    record = make_record(to=Stage.COMMIT, question=question, **people)
    margin = add(record, "metric", author, {"key": "gross_margin"})
    save(margin, author, owner=author.pk)
    level: dict[str, Any] = {"metric": margin.pk, "level": Decimal(20), "clear_level": Decimal(25)}
    save(add(record, "threshold", author), author, owner=author.pk, **level)
    propose.propose(record, by=author, now=timezone.now())
    decide(record, by=approver)
    return record


def tell(until: str) -> None:
    """Load the file up to a month, make two decisions, print their codes."""
    maria, ines = (User.objects.get(email=f"{name}@example.com") for name in ("maria", "ines"))
    load(rows_until(dt.date.fromisoformat(until), last_margin=30), maria)
    codes = [
        enacted(f"Do the resellers keep {what}?", maria, ines).code for what in ("their terms", "their tier")
    ]
    sys.stdout.write(json.dumps(codes))
