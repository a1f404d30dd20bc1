"""Records are cast: made by the product's own actions until that is known, then written again in one message.

A record at Commit takes more than a thousand queries, and the tests ask for hundreds of them. What the actions write
for one is noted down. When two that were asked for in the same way came out the same but for what is their own (ids,
people, code, time), the next ones are cast: the same statements, filled in anew. Where two differ nothing is ever cast,
nor where there are data that a record could depend on, nor with `desk.py test --slow`.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import mogrify
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.draft.load import load_draft
from decisions.record.codes import next_code
from frameworks.models import FrameworkVersion
from metrics.models import DefinitionVersion, Observation
from partners.models import Partner
from tests.volume import SLOW

ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}(?![0-9a-f])")
INPUTS = "«inputs»"
"""The hash of what a run of the scenarios was made on: ids are a part of that."""
RUN = f'INSERT INTO "{m.ScenarioRun._meta.db_table}"'
WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b")
COUNTER = f'"{m.CodeCounter._meta.db_table}"'
People = Mapping[str, User]


def cast(asked: Any, people: People, now: dt.datetime, make: Callable[[], m.Record]) -> uuid.UUID:
    """The id of a record that is like those of `make`. `asked` is all that it depends on, beside people and data."""
    key = (repr(asked), *data(), *roles(people), now.date(), timezone.localdate())
    mould = _moulds.setdefault(key, Mould())
    if SLOW or mould.is_broken or Observation.objects.exists():
        return make().pk
    if mould.is_proven:
        return pour(mould, people, now)
    notes = Notes()
    with connection.execute_wrapper(notes):
        record = make()
    mould.compare(notes.told(record, now), record, people)
    return record.pk


def roles(people: People) -> tuple[Any, ...]:
    """What they may do, and who of them is one and the same."""
    ids = [person.pk for person in people.values()]
    return (*(person.role for person in people.values()), *(ids.index(pk) for pk in ids))


def data() -> tuple[int, ...]:
    """What else there is that could tell in a record."""
    return tuple(
        model.objects.count() for model in (Partner, DefinitionVersion, FrameworkVersion, m.Committee)
    )


@dataclass
class Notes:
    """Listens to a connection, and notes down what is written."""

    statements: list[str] = field(default_factory=list)
    is_whole: bool = True
    waiting: int = field(default_factory=lambda: len(connection.run_on_commit))

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        verb = sql.split(maxsplit=1)[0] if isinstance(sql, str) else ""
        if verb == "WITH" and not WRITES.search(sql):
            verb = "SELECT"
        if verb in ("INSERT", "UPDATE", "DELETE") and not many:
            if COUNTER not in sql:
                self.statements.append(mogrify(sql, params, connection))
        elif verb not in ("SELECT", "SAVEPOINT", "RELEASE") or "set_config" in sql:
            self.is_whole = False  # nobody knows what else has happened
        return done

    def told(self, record: m.Record, now: dt.datetime) -> str:
        """All that was written, with places for what differs by itself; empty where that is not all."""
        if not self.is_whole or len(connection.run_on_commit) != self.waiting:
            return ""
        text = ";\n".join(self.statements)
        run = m.ScenarioRun.objects.filter(record=record).values_list("inputs_sha256", flat=True).first()
        for place, value in (places(record.code, now) | {INPUTS: run or INPUTS}).items():
            text = text.replace(value, place)
        return text


def places(code: str, now: dt.datetime) -> dict[str, str]:
    return {"«code»": code, "«now»": now.isoformat(sep=" "), "«now in JSON»": now.isoformat()}


@dataclass
class Mould:
    """What a kind of record is made by; proven when two of them were alike."""

    text: str = ""
    code: str = ""
    ids: tuple[str, ...] = ()
    """The record's own, then its people's."""
    born: frozenset[str] = frozenset()
    """The ids that were not the same in both. The others are those of the libraries."""
    is_proven: bool = False
    is_broken: bool = False

    def compare(self, text: str, record: m.Record, people: People) -> None:
        """Take note of one more."""
        if not self.text and text:
            self.text, self.code = text, record.code
            self.ids = (record.pk.hex, *(person.pk.hex for person in people.values()))
            return
        if not text:
            self.is_broken = True
            return
        pairs = set(zip(ids(self.text), ids(text), strict=False))
        one_to_one = (
            len(pairs) == len({mine for mine, _theirs in pairs}) == len({theirs for _mine, theirs in pairs})
        )
        is_alike = one_to_one and ID.sub("", self.text) == ID.sub("", text)
        self.born = frozenset(mine for mine, theirs in pairs if mine != theirs)
        self.is_proven, self.is_broken = is_alike, not is_alike


_moulds: dict[tuple[Any, ...], Mould] = {}


def ids(text: str) -> list[str]:
    """Every id of a text in its order, without hyphens."""
    return [found[0].replace("-", "") for found in ID.finditer(text)]


@transaction.atomic
def pour(mould: Mould, people: People, now: dt.datetime) -> uuid.UUID:
    """Write a record as its mould says, and return its id."""
    found = {old: uuid.uuid4() for old in mould.born}
    found |= dict(zip(mould.ids[1:], (person.pk for person in people.values()), strict=True))

    def renewed(match: re.Match[str]) -> str:
        new = found.get(match[0].replace("-", ""))
        return match[0] if new is None else str(new) if match[1] else new.hex

    text = ID.sub(renewed, mould.text)
    for place, value in places(next_code(mould.code.partition("-")[0]), now).items():
        text = text.replace(place, value)
    record = found[mould.ids[0]]
    first, run, rest = text.partition(RUN)
    write(first)
    if run:
        comparison = load_draft(m.Record.objects.with_header().get(pk=record)).comparison
        write(f"{run}{rest}".replace(INPUTS, comparison.inputs_sha256))
    return record


def write(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
