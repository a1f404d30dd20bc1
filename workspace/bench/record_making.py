"""Many records from a few real ones: the demo's open drafts, copied with all their rows inside the database.

The copy of a row has an id made of the original's id and the copy's number, so that what names it is
found without looking it up.
"""

import datetime as dt
from typing import Any, Protocol

from django.db import connection, models
from django.utils import timezone

from accounts.models import Role, User
from decisions.models import Access, Brief, Record, Summary
from decisions.sections.registry import ROWS, SINGLES
from decisions.states.stages import WORKING_STAGES, Stage
from workspace.demo.loading import is_empty, load_demo

ADMINISTRATOR, PERSON = "bench-admin@example.com", "bench-person@example.com"
STEP = 7919  # prime, like the modulus: neighbours in the list stand far apart in the table
AGES = 1_000_003


class Executes(Protocol):
    """A cursor of Django, or a connection of psycopg."""

    def execute(self, query: Any, params: Any = None) -> Any: ...


def prepare_people() -> None:
    """The demo workspace, an administrator, and a person who gets few records."""
    if is_empty():
        load_demo(now=timezone.now(), say=lambda _words: None)
    for email, name, role in (
        (ADMINISTRATOR, "Bench administrator", Role.ADMIN),
        (PERSON, "Bench person", Role.MANAGER),
    ):
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, name=name, role=role)


def originals() -> list[Record]:
    """The demo's drafts that were never decided, in a fixed order."""
    found = Record.objects.filter(stage__in=WORKING_STAGES, versions=None, code__startswith="CP-")
    return list(found.order_by("code"))


def add_copies(
    to: Executes, drafts: list[Record], numbers: range, *, person: User, own: int, now: dt.datetime
) -> None:
    """Copies with these numbers of the drafts in turn. One in ten is private, and the `own` of `person`."""
    to.execute("DROP TABLE IF EXISTS bench_copy")
    to.execute(
        """CREATE TEMPORARY TABLE bench_copy AS
           SELECT number, original.id AS original, original.stage,
                  md5(original.id::text || ':' || number)::uuid AS id,
                  number %% 10 = 3 OR is_own AS is_private, is_own,
                  %(now)s - make_interval(secs => 60 * (number * %(step)s %% %(ages)s)) AS updated_at
           FROM (SELECT number, number = ANY(%(own)s) AS is_own, %(drafts)s::uuid[] AS drafts
                 FROM generate_series(%(first)s::bigint, %(last)s) AS number) AS numbers
           JOIN decisions_record AS original
                ON original.id = drafts[1 + (number %% array_length(drafts, 1))::integer]""",
        {
            "now": now,
            "step": STEP,
            "ages": AGES,
            "own": list(numbers[:: max(1, len(numbers) // own)][:own]) if own else [],
            "drafts": [draft.pk for draft in drafts],
            "first": numbers.start,
            "last": numbers.stop - 1,
        },
    )
    to.execute("ANALYZE bench_copy")
    _copy(
        to,
        Record,
        code="'BN-' || lpad(copy.number::text, 7, '0')",
        stage=f"'{Stage.FRAME}'",
        is_private="copy.is_private",
        updated_at="copy.updated_at",
    )
    for model in (*SINGLES, *ROWS):
        _copy(to, model, **({"owner_id": _owner(person)} if model is Brief else {}))
    _copy(to, Access)
    _copy(
        to,
        Summary,
        is_private="copy.is_private",
        updated_at="copy.updated_at",
        owner_id=_owner(person),
    )
    to.execute(
        "INSERT INTO decisions_access (record_id, user_id, via) SELECT id, %s, 'owner' FROM bench_copy WHERE is_own",
        [person.pk],
    )
    for index, stage in enumerate(WORKING_STAGES[1:], start=1):  # records begin in frame and go step by step
        to.execute(
            """UPDATE decisions_record AS record SET stage = %s
               FROM bench_copy AS copy WHERE copy.id = record.id AND copy.stage = ANY(%s)""",
            [str(stage), [str(later) for later in WORKING_STAGES[index:]]],
        )


def _owner(person: User) -> str:
    return f"CASE WHEN copy.is_own THEN '{person.pk}'::uuid ELSE original.owner_id END"


def _copy(to: Executes, model: type[models.Model], **instead: str) -> None:
    """Copy the rows of `model` that belong to the drafts; `instead` are other expressions, by column."""
    columns = {
        str(field.column): field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField)
    }
    given = [instead.get(column) or _expression(field) for column, field in columns.items()]
    of_record = "id" if model is Record else "record_id"
    to.execute(
        f"""INSERT INTO {model._meta.db_table} ({", ".join(map(_quoted, columns))})
            SELECT {", ".join(given)} FROM bench_copy AS copy
            JOIN {model._meta.db_table} AS original ON original.{of_record} = copy.original"""  # noqa: S608  (names of columns)
    )


def _expression(field: "models.Field[Any, Any]") -> str:
    value = f"original.{_quoted(str(field.column))}"
    is_own_key = field.primary_key and not field.remote_field
    if is_own_key or field.related_model in (Record, *SINGLES, *ROWS):
        return f"md5({value}::text || ':' || copy.number)::uuid"
    return value


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
