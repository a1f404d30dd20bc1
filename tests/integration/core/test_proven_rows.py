# ruff: noqa: S608 (statements of this file)
"""Rows that are proven: whatever the database's owner changes, removes or adds is named by table and key.

Also where they made the events and all seals anew, if a head that was signed before is kept elsewhere. Where nothing
was touched, nothing is named.
"""

import datetime as dt
import io
import json
import random
import uuid
from contextlib import suppress

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.actions import change_person
from accounts.models import Role
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import hold_meeting
from decisions.committee.members import remove_member, save_member
from decisions.record.sharing import set_private, share_record, unshare_record
from decisions.states.meetings import MeetingState, Presence
from decisions.states.stages import Stage
from decisions.triggers.amend import Amendment, amend
from decisions.triggers.kinds import LEVELLED
from metrics.files.store import keep_file
from metrics.rates.tables import add_table
from partnerdesk.core.chain import seal_events
from partnerdesk.core.chain_check import check_chain
from partnerdesk.core.models import Event, EventSeal
from partnerdesk.core.proofs import hash_sql, key_sql, proven_models
from partnerdesk.core.signed_heads import export_head
from tests.databases import owner_connection
from tests.factories import (
    FRAMEWORKS,
    decide,
    make_committee,
    make_decided,
    make_person,
    make_record,
)
from tests.volume import volume

pytestmark = pytest.mark.django_db(transaction=True)
SHAPES = ("update", "update", "update", "insert", "delete")
LATER = dt.timedelta(hours=2)


def make_world(seed=0):
    """All that is proven, each kind by the actions that make it, and changes of rights."""
    chance = random.Random(seed)
    now = timezone.now()
    admin, people = make_person(Role.ADMIN), [make_person(Role.VIEWER) for _number in range(3)]
    committee = make_committee(*people[: chance.randint(2, 3)])
    member = m.Member(committee=committee, user=make_person())
    save_member(member, by=admin, now=now)
    if chance.random() < 0.5:
        remove_member(member, by=admin, now=now)
    record = make_decided("alignment-scorecard")
    other = make_record(chance.choice(FRAMEWORKS), to=Stage.PROPOSED, committee=committee, approver=people[0])
    decide(other, chance.choice(["approve", "return", "reject"]), by=people[0])
    deciding.close_due(now + dt.timedelta(days=60))
    set_private(record, is_private=True, by=record.created_by, now=now)
    share_record(record, person=people[1], by=record.created_by, now=now)
    share_record(record, person=people[2], by=record.created_by, now=now)
    unshare_record(record, person=people[2], by=record.created_by, now=now)
    change_person(people[1], role=Role.MANAGER, is_active=True, by=admin, now=now)
    levelled = m.Trigger.objects.filter(record=record, kind__in=LEVELLED).first()
    if levelled:
        step = chance.randint(1, 9)
        level = levelled.level - step if levelled.is_below else levelled.level + step
        changed = Amendment(level, levelled.clear_level, chance.randint(1, 5))
        amend(levelled, changed, reason="Seen otherwise", by=record.created_by, now=now)
    hold(committee, people)
    rates = keep_file([b"month,currency,rate\n2025-01,EUR,1.0354\n2025-02,JPY,0.00639\n"])
    add_table(rates, "rates.csv", source="Bank", dated_on=now.date(), by=admin, now=now)
    return record


def hold(committee, people):
    """A meeting with approved minutes."""
    now = timezone.now()
    meeting = hold_meeting.call_meeting(committee, starts_at=now, place="Room 4", by=people[0], now=now)
    hold_meeting.move(meeting, to=MeetingState.RUNNING, by=people[0], now=now)
    given = {row.pk: Presence.PRESENT for row in meeting.attendees.all()}
    hold_meeting.say_who_is_there(meeting, given, by=people[0])
    for state in (MeetingState.DRAFTED, MeetingState.APPROVED):
        hold_meeting.move(m.Meeting.objects.get(pk=meeting.pk), to=state, by=people[0], now=now)


OTHER = {
    "BooleanField": "NOT {0}",
    "DateTimeField": "coalesce({0}, now()) + interval '1 microsecond'",
    "BinaryField": "overlay({0} placing 'Z'::bytea from 30)",
    "JSONField": "{0} || '[1]'",
    "FloatField": "coalesce({0}, 0) + 0.5",
    "PositiveSmallIntegerField": "{0} + 1",
    "PositiveIntegerField": "{0} + 1",
    "UUIDField": "gen_random_uuid()",
    "ForeignKey": "gen_random_uuid()",
    "DateField": "({0} - interval '1 month')::date",
    "DecimalField": "{0} + 1",
}
"""Another value for a column, by the class of its field."""
APART = {
    "number": 77,
    "is_chair": False,
    "user_id": str(uuid.uuid4()),
    "in_force_to": "2030-01-01",
    "month": "2031-01-01",
    "previous_sha256": "0" * 64,
}
"""What a copied row has to have for itself, where it has such a column."""


class Owner:
    """The owner of the database, with every trigger off, who can put back what they did."""

    def __init__(self, sql, chance):
        self.sql, self.chance = sql, chance
        self.tables = [*(model._meta.db_table for model in proven_models()), "core_event", "core_eventseal"]
        sql.execute("SET session_replication_role = replica")

    def keep(self):
        """What `put_back` goes back to."""
        for table in self.tables:
            self.sql.execute(f"CREATE TEMPORARY TABLE kept_{table} AS TABLE {table}")

    def put_back(self):
        for table in self.tables:
            self.sql.execute(f"DELETE FROM {table}")
            self.sql.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")

    def tamper(self, model, shape):
        """The key of the row that was changed, removed or added."""
        table, key = model._meta.db_table, key_sql(model, "r")
        keys = [row[0] for row in self.sql.execute(f"SELECT {key} FROM {table} r ORDER BY 1").fetchall()]
        chosen = self.chance.choice(keys)
        if shape == "delete":
            self.sql.execute(f"DELETE FROM {table} r WHERE {key} = %s", [chosen])
        elif shape == "update":
            self.update(model, chosen)
        else:
            chosen = self.insert(model, chosen)
        return chosen

    def update(self, model, key):
        """One of its proven columns, by chance; another one where a constraint stands in the way."""
        table, sign = model._meta.db_table, key_sql(model, "r")
        [proof] = [one for one in model._meta.triggers if one.name == "proven"]
        for name in self.chance.sample(proof.fields, len(proof.fields)):
            field = model._meta.get_field(name)
            column = f'"{field.column}"'
            value = OTHER.get(field.get_internal_type(), "left(md5(random()::text), 3)").format(column)
            with suppress(psycopg.IntegrityError):
                done = self.sql.execute(f"UPDATE {table} r SET {column} = {value} WHERE {sign} = %s", [key])
                assert done.rowcount == 1
                return
        raise AssertionError(f"nothing of {table} can be changed")

    def insert(self, model, like):
        """A copy of a row under a key, and other unique values, of its own."""
        table, columns = model._meta.db_table, {field.column: field for field in model._meta.concrete_fields}
        own = 990_000 if model._meta.pk.get_internal_type() == "BigAutoField" else uuid.uuid4()
        new = {name: uuid.uuid4().hex[:10] for name, field in columns.items() if field.unique}
        new |= {name: value for name, value in APART.items() if name in columns}
        new[model._meta.pk.column] = str(own)
        done = self.sql.execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(r, %s)).* FROM {table} r"
            f" WHERE {key_sql(model, 'r')} = %s",
            [json.dumps(new), like],
        )
        assert done.rowcount == 1
        return str(own)

    def hide(self, model, key, shape):
        """Make the events say what the rows are now, and all seals anew."""
        table = model._meta.db_table
        its = f"subject_kind = '{table}' AND data->>'key' = '{key}' AND kind LIKE 'row.%%'"
        if shape == "delete":
            self.sql.execute(f"DELETE FROM core_event WHERE {its}")
        elif shape == "update":
            self.sql.execute(
                f"UPDATE core_event SET data = jsonb_set(data, '{{sha256}}', to_jsonb((SELECT {hash_sql(model, 'r')}"
                f" FROM {table} r WHERE {key_sql(model, 'r')} = '{key}'))) WHERE id ="
                f" (SELECT max(id) FROM core_event WHERE {its})"
            )
        else:
            self.sql.execute(
                f"UPDATE core_event SET kind = 'row.added', subject_kind = '{table}', data ="
                f" jsonb_build_object('key', '{key}', 'application', 'Partner Desk', 'sha256',"
                f" (SELECT {hash_sql(model, 'r')} FROM {table} r WHERE {key_sql(model, 'r')} = '{key}'))"
                " WHERE id = (SELECT max(id) FROM core_event WHERE kind NOT LIKE 'row.%%')"
            )
        self.sql.execute("DELETE FROM core_eventseal")
        seal_events(now=timezone.now() + LATER, everything=True)


@pytest.fixture
def owner(transactional_db):
    make_world()
    with owner_connection(connection.settings_dict["NAME"]) as sql:
        yield Owner(sql, random.Random(11))


def named(found):
    return {(one.table, one.key) for one in found.breaks if one.table}


def test_every_row_that_was_changed_removed_or_added_is_named_by_table_and_key(owner):
    seal_events(now=timezone.now(), everything=True)
    owner.keep()
    tried = [(model, shape) for model in proven_models() for shape in SHAPES]
    assert len(tried) == 70
    for model, shape in tried:
        key = owner.tamper(model, shape)
        found = check_chain([])
        what = {"update": "row_changed", "delete": "row_missing", "insert": "row_added"}[shape]
        told = [(one.what, one.table, one.key) for one in found.breaks]
        assert told == [(what, model._meta.db_table, key)], (model, shape)
        owner.put_back()
    assert check_chain([]).is_intact


def test_with_all_seals_made_anew_the_row_is_named_by_the_head_that_was_signed_before(owner):
    head = export_head(now=timezone.now())
    owner.keep()
    tried = [(model, shape) for model in proven_models() for shape in ("update", "delete", "insert")]
    for model, shape in owner.chance.sample(tried, 10):
        key = owner.tamper(model, shape)
        owner.hide(model, key, shape)
        assert check_chain([]).is_intact, "without the head nothing shows it"
        found = check_chain([head])
        assert named(found) == {(model._meta.db_table, key)}, (model, shape)
        assert {one.what for one in found.breaks} in (
            {"rewritten", "row_rewritten"},
            {"cut_off", "row_rewritten"},
        )
        owner.put_back()
    assert check_chain([head]).is_intact


@pytest.mark.parametrize("seed", range(volume(50)))
def test_what_nobody_touched_is_intact(seed):
    make_world(seed)
    first = export_head(now=timezone.now())
    make_world(seed + 1000)
    second = export_head(now=timezone.now())
    found = check_chain([second, first])
    assert (found.is_intact, found.breaks, found.waiting) == (True, [], 0)
    assert found.sealed_at_upgrade is None
    assert all(model.objects.exists() for model in proven_models())


def test_who_writes_past_the_application_is_named_though_the_triggers_are_on():
    record = make_decided()
    person = make_person(Role.VIEWER)
    with owner_connection(connection.settings_dict["NAME"]) as sql:
        sql.execute("SET application_name = 'psql'")
        sql.execute("UPDATE accounts_user SET role = 'admin' WHERE id = %s", [person.pk])
    [found] = check_chain([]).breaks
    assert (found.what, found.table, found.key) == ("row_past_application", "accounts_user", str(person.pk))
    assert "“psql” wrote this row" in found.words
    assert record.pk


def test_what_is_not_proven_of_a_row_may_change():
    person = make_person()
    before = Event.objects.count()
    person.last_login = timezone.now()
    person.save(update_fields=["last_login"])
    assert Event.objects.count() == before
    assert check_chain([]).is_intact


def test_the_command_names_the_row_and_says_what_was_sealed_at_the_upgrade(owner, capsys):
    """The sealing event of the migration stands for the events that the rows before it never had."""
    from importlib import import_module

    seal = import_module("decisions.migrations.0008_proven_rows").SEAL
    owner.sql.execute("DELETE FROM core_eventseal")
    later = "subject_kind LIKE 'metrics_%%'"  # tables that came after that upgrade, with events from the first row on
    owner.sql.execute(f"DELETE FROM core_event WHERE kind LIKE 'row.%%' AND NOT {later}")
    assert check_chain([]).broken > 20
    owner.sql.execute(seal)
    export_head(now=timezone.now())
    assert check_chain([]).is_intact
    make_world(3)
    assert check_chain([]).is_intact, "later rows have events of their own"
    err = io.StringIO()
    call_command("verify_chain", stderr=err)
    found = json.loads(capsys.readouterr().out)
    assert found["result"] == "intact"
    assert found["sealed_at_upgrade"][:10] == f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"
    assert f"sealed at the upgrade on {found['sealed_at_upgrade'][:10]}" in err.getvalue()
    person = m.Access.objects.earliest("pk").user
    owner.sql.execute("UPDATE accounts_user SET role = 'admin' WHERE id = %s", [person.pk])
    with pytest.raises(CommandError, match=f"in accounts_user, row {person.pk}"):
        call_command("verify_chain", stderr=err)
    row = json.loads(capsys.readouterr().out)["breaks"][0]
    assert (row["table"], row["key"], row["position"]) == ("accounts_user", str(person.pk), None)


def test_a_head_of_the_first_form_still_counts(owner):
    from dataclasses import replace

    from partnerdesk.core import signed_heads

    head = export_head(now=timezone.now())
    old = replace(head, schema=signed_heads.FIRST_SCHEMA, rows="", signature="")
    old = replace(old, signature=signed_heads.signing_key().sign(old.signed_bytes()).hex())
    assert "rows" not in old.as_data()
    path = signed_heads.kept_heads()[0].with_name("head-old.json")
    signed_heads.write_head(old, path)
    assert signed_heads.read_head(path) == old
    assert check_chain([signed_heads.read_head(path), head]).is_intact
    assert EventSeal.objects.exists()
