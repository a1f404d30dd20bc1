# ruff: noqa: S608 (statements of this file)
"""The chain over the log of events: a break at any one of 1,000 events is found and named, and so is a cut-off end."""

import dataclasses
import datetime as dt
import io
import json
import random
import threading
import uuid

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from partnerdesk.core import chain, chain_check, signed_heads, tasks
from partnerdesk.core.canonical import sha256_hex
from partnerdesk.core.chain import seal_events
from partnerdesk.core.chain_check import check_chain
from partnerdesk.core.events import record_event
from partnerdesk.core.models import Event, EventSeal
from partnerdesk.core.signed_heads import NoHead, export_due_head, export_head, kept_heads, read_head
from tests.databases import owner_connection
from tests.factories import make_person
from tests.volume import SLOW

MANY = 1_000
TURNS = 1_000 if SLOW else 12
"""How many of the 1,000 are tried in each way."""
NOW = dt.datetime(2026, 11, 20, 9, 30, 0, 123456, dt.UTC)
PROVEN = 3
"""The place of the one event that proves a row, the person's: nothing is done to it here."""
TURNED_OFF = "SET session_replication_role = replica"


def happen(count=1, *, now=NOW, **data):
    """Events as actions write them."""
    for number in range(count):
        record_event(
            "test.happened",
            subject_kind="test",
            subject_id=uuid.uuid4(),
            by=None,
            now=now,
            number=number,
            **data,
        )


def made(count=MANY, person=None):
    """Events in bulk, with every column in use, by and by with gaps between their ids."""
    Event.objects.bulk_create(
        Event(
            id=number * 2,
            at=NOW + dt.timedelta(seconds=number),
            by=person if number % 3 else None,
            kind="test.happened",
            subject_kind="test",
            subject_id=uuid.UUID(int=number),
            data={"number": number, "share": 0.1, "words": "naïve – 値\r\n", "none": None},
        )
        for number in range(1, count + 1)
        if person is None or number != PROVEN
    )


def seals():
    return list(EventSeal.objects.order_by("position"))


def test_events_are_sealed_once_in_order_and_without_gaps():
    assert check_chain([]).as_data()["position"] == 0
    happen(5)
    assert seal_events(now=NOW) == 5
    assert seal_events(now=NOW) == 0
    happen(3)
    assert check_chain([]).waiting == 3
    tasks.seal()
    found = seals()
    assert [seal.position for seal in found] == list(range(1, 9))
    assert [seal.event_id for seal in found] == sorted(Event.objects.values_list("pk", flat=True))
    assert [seal.previous_sha256 for seal in found] == ["", *(seal.sha256 for seal in found[:-1])]
    checked = check_chain([])
    assert (checked.is_intact, checked.position, checked.sha256, checked.waiting) == (
        True,
        8,
        found[-1].sha256,
        0,
    )


def test_the_hash_is_of_the_stated_form():
    """docs/adr/0009 by hand, so that anybody can check it without our code."""
    person = make_person()
    subject = uuid.uuid4()
    record_event("a.b", subject_kind="c", subject_id=subject, by=person, now=NOW, x=1.50, words="é\n")
    seal_events(now=NOW)
    event, seal = Event.objects.get(kind="a.b"), seals()[-1]
    assert seal.previous_sha256 == seals()[-2].sha256
    data = '{\\"x\\": 1.5, \\"words\\": \\"é\\\\n\\"}'
    text = (
        f'{{"event":{{"at":"2026-11-20T09:30:00.123456Z","by":"{person.pk}","data":"{data}","id":{event.pk},'
        f'"kind":"a.b","subject":"{subject}","subject_kind":"c"}},"position":2,'
        f'"previous_sha256":"{seal.previous_sha256}",'
        '"schema":"partner-desk/event-seal/1","sealed_at":"2026-11-20T09:30:00.123456Z"}'
    )
    assert seal.sha256 == sha256_hex(text.encode())


def test_batches_follow_each_other(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 7)
    monkeypatch.setattr(chain, "UNSEALED", chain.UNSEALED.replace("LIMIT 10000", "LIMIT 7"))
    monkeypatch.setattr(chain_check, "BATCH", 3)
    monkeypatch.setattr(chain_check, "SEALS", chain_check.SEALS.replace("LIMIT 5000", "LIMIT 3"))
    happen(21)
    assert seal_events(now=NOW, everything=True) == 21
    found = check_chain([])
    assert (found.is_intact, found.position) == (True, 21)


def test_an_event_that_comes_late_is_sealed_behind_the_others(monkeypatch):
    """A long transaction's event has a low id and becomes visible last."""
    made(10)
    seal_events(now=NOW)
    late = Event(id=5, at=NOW, kind="late", subject_kind="test", subject_id=uuid.uuid4())
    late.save(force_insert=True)
    monkeypatch.setattr(chain, "WINDOW", 2)
    assert seal_events(now=NOW) == 0, "the window of each minute does not reach it"
    assert seal_events(now=NOW, everything=True) == 1
    assert seals()[-1].event_id == 5
    found = check_chain([])
    assert (found.is_intact, found.late) == (True, 0)


def test_an_event_that_was_written_back_is_counted_as_late():
    happen(2, now=NOW)
    seal_events(now=NOW)
    happen(1, now=NOW - dt.timedelta(hours=3))
    seal_events(now=NOW)
    found = check_chain([])
    assert (found.is_intact, found.late) == (True, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_eventseal SET sha256 = 'x'",
        "DELETE FROM core_eventseal",
        "TRUNCATE core_eventseal",
        "ALTER TABLE core_eventseal DISABLE TRIGGER ALL",
        TURNED_OFF,
    ],
)
def test_the_serving_role_can_not_touch_a_seal(statement):
    happen(2)
    seal_events(now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(seals()) == 2


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_refused_too_as_long_as_the_triggers_are_on():
    happen(1)
    seal_events(now=NOW)
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        for statement in (
            "UPDATE core_eventseal SET sha256 = 'x'",
            "DELETE FROM core_eventseal",
            "TRUNCATE core_eventseal",
        ):
            with pytest.raises(psycopg.Error):
                owner.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_make_one_chain():
    happen(200)
    begin = threading.Barrier(4)

    def work():
        begin.wait()
        seal_events(now=NOW)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = check_chain([])
    assert (found.is_intact, found.position, found.waiting) == (True, 200, 0)


@pytest.fixture
def owner(transactional_db):
    with owner_connection(connection.settings_dict["NAME"]) as found:
        found.execute("SELECT setval('core_event_id_seq', %s, false)", [PROVEN * 2])
        made(person=make_person())
        seal_events(now=NOW + dt.timedelta(hours=2))
        found.execute(TURNED_OFF)
        found.execute("SELECT setval('core_event_id_seq', %s)", [MANY * 2])
        yield found


def places():
    """The first, the last, the edges of a batch, and others by chance."""
    chosen = random.Random(7).sample(range(2, MANY), min(TURNS, MANY - 2))
    return [1, MANY, *(place for place in chosen if place != PROVEN)]


CHANGES = {
    "at": "at = at + interval '1 microsecond'",
    "by": "by_id = CASE WHEN by_id IS NULL THEN gen_random_uuid() END",
    "kind": "kind = 'test.Happened'",
    "subject_kind": "subject_kind = 'Test'",
    "subject_id": "subject_id = gen_random_uuid()",
    "number": "data = jsonb_set(data, '{number}', '-1')",
    "as written": "data = jsonb_set(data, '{share}', '0.10')",
    "composed": "data = jsonb_set(data, '{words}', to_jsonb(normalize(data->>'words', NFD)))",
    "key": "data = data || '{\"more\": null}'",
    "infinity": "at = 'infinity'",
    "before Christ": "at = at - interval '4051 years'",
}


def test_a_changed_column_of_any_event_is_found_and_named(owner):
    names = list(CHANGES)
    for turn, place in enumerate(places()):
        name = names[turn % len(names)]
        kept = owner.execute(
            "SELECT at, by_id, kind, subject_kind, subject_id, data::text FROM core_event WHERE id = %s",
            [place * 2],
        ).fetchone()
        owner.execute(f"UPDATE core_event SET {CHANGES[name]} WHERE id = %s", [place * 2])
        found = check_chain([])
        assert [(one.what, one.position) for one in found.breaks] == [("changed", place)], name
        assert found.breaks[0].event["id"] == place * 2
        if name not in ("kind", "subject_id", "subject_kind"):
            assert found.breaks[0].event["kind"] == "test.happened"
            assert found.breaks[0].event["subject"] == str(uuid.UUID(int=place))
        owner.execute(
            "UPDATE core_event SET (at, by_id, kind, subject_kind, subject_id, data)"
            " = (%s, %s, %s, %s, %s, %s::jsonb) WHERE id = %s",
            [*kept, place * 2],
        )
    assert check_chain([]).is_intact


def test_a_deleted_event_is_found_and_named(owner):
    for place in places()[:TURNS]:
        [kept] = owner.execute(
            "DELETE FROM core_event e WHERE id = %s RETURNING e::text", [place * 2]
        ).fetchone()
        found = check_chain([])
        assert [(one.what, one.position) for one in found.breaks] == [("missing_event", place)]
        assert str(place * 2) in found.breaks[0].words
        owner.execute("INSERT INTO core_event SELECT (%s::core_event).*", [kept])
    assert check_chain([]).is_intact


def test_a_deleted_seal_is_found_and_its_event_named(owner):
    for place in [place for place in places() if place != MANY][:TURNS]:
        [kept] = owner.execute(
            "DELETE FROM core_eventseal e WHERE position = %s RETURNING e::text", [place]
        ).fetchone()
        found = check_chain([])
        assert [(one.what, one.position) for one in found.breaks] == [("missing_seal", place)]
        assert found.breaks[0].event["id"] == place * 2
        owner.execute("INSERT INTO core_eventseal SELECT (%s::core_eventseal).*", [kept])
    owner.execute("DELETE FROM core_eventseal WHERE position = 500")
    seal_events(now=NOW + dt.timedelta(hours=3), everything=True)
    found = check_chain([])
    assert [(one.what, one.position, one.event["id"]) for one in found.breaks] == [
        ("missing_seal", 500, 1000)
    ], "the sealer puts it behind; its place stays empty"


def test_an_event_that_is_gone_with_its_seal_leaves_a_gap(owner):
    owner.execute("DELETE FROM core_event WHERE id = 1000")
    owner.execute("DELETE FROM core_eventseal WHERE event_id = 1000")
    found = check_chain([])
    assert [(one.what, one.position, one.event) for one in found.breaks] == [("missing_seal", 500, None)]


def test_swapped_events_are_found_and_named(owner):
    owner.execute(
        "UPDATE core_event a SET data = b.data, subject_id = b.subject_id FROM core_event b"
        " WHERE (a.id, b.id) IN ((600, 800), (800, 600))"
    )
    assert [(one.what, one.position) for one in check_chain([]).breaks] == [
        ("changed", 300),
        ("changed", 400),
    ]


def test_swapped_seals_are_found_and_named(owner):
    owner.execute("ALTER TABLE core_eventseal DROP CONSTRAINT core_eventseal_event_id_key")
    owner.execute("UPDATE core_eventseal SET event_id = 1400 - event_id WHERE position IN (300, 400)")
    assert [(one.what, one.position) for one in check_chain([]).breaks] == [
        ("changed", 300),
        ("changed", 400),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "sha256 = repeat('0', 64)",
        "previous_sha256 = repeat('0', 64)",
        "sealed_at = sealed_at - interval '1 day'",
    ],
)
def test_a_changed_seal_is_found_and_named(owner, change):
    owner.execute(f"UPDATE core_eventseal SET {change} WHERE position = 700")
    found = check_chain([]).breaks
    assert (found[0].what, found[0].position, found[0].event["id"]) == ("changed", 700, 1400)


def test_an_inserted_event_is_found_and_named(owner):
    insert = (
        "INSERT INTO core_event (id, at, kind, subject_kind, subject_id, data) SELECT %s, at, 'forged', subject_kind,"
        " subject_id, data FROM core_event WHERE id = %s"
    )
    for place in places()[1:]:
        owner.execute(insert, [place * 2 - 1, place * 2])
        [found] = check_chain([]).breaks
        assert (found.what, found.event["id"], found.event["kind"]) == ("unsealed", place * 2 - 1, "forged")
        owner.execute("DELETE FROM core_event WHERE id = %s", [place * 2 - 1])


def test_an_event_inserted_with_a_seal_of_its_own_is_found(owner):
    """Its seal is right for its place; from there on nothing follows."""
    owner.execute("ALTER TABLE core_eventseal DROP CONSTRAINT seal_chained")
    owner.execute("UPDATE core_eventseal SET position = -position WHERE position > 500")
    owner.execute("UPDATE core_eventseal SET position = 1 - position WHERE position < 0")
    forged = Event(id=1001, at=NOW, kind="forged", subject_kind="test", subject_id=uuid.uuid4())
    forged.save(force_insert=True)
    before = EventSeal.objects.get(position=500)
    with connection.cursor() as cursor:
        cursor.execute(chain.UNSEALED, {"after": 0})
        [row] = cursor.fetchall()
    at = dt.datetime(2026, 11, 20, 9, 40, tzinfo=dt.UTC)
    sha256 = chain.seal_sha256(
        chain.SealedEvent(*row),
        position=501,
        previous_sha256=before.sha256,
        sealed_at="2026-11-20T09:40:00.000000Z",
    )
    EventSeal.objects.create(
        position=501, event=forged, previous_sha256=before.sha256, sha256=sha256, sealed_at=at
    )
    found = check_chain([])
    assert (found.breaks[0].what, found.breaks[0].position) == ("changed", 502)
    assert (found.broken, len(found.breaks)) == (MANY - 500, chain_check.MOST_NAMED)


def test_a_cut_off_end_is_shown_by_a_head_that_was_kept(owner):
    head = export_head(now=NOW + dt.timedelta(hours=3))
    assert head.position == MANY
    owner.execute("DELETE FROM core_event WHERE id > %s", [(MANY - 7) * 2])
    owner.execute("DELETE FROM core_eventseal WHERE position > %s", [MANY - 7])
    assert check_chain([]).is_intact, "what is left is whole"
    [found] = check_chain([head]).breaks
    assert (found.what, found.position) == ("cut_off", MANY - 6)
    happen(20)
    seal_events(now=timezone.now())
    [found] = check_chain([head]).breaks
    assert (found.what, found.position) == ("rewritten", MANY), "other events in their place do not help"


def test_a_chain_that_was_made_anew_is_shown_by_a_head_that_was_kept(owner):
    """The owner changes an event and computes every later seal again: only the head knows."""
    head = export_head(now=NOW + dt.timedelta(hours=3))
    owner.execute("UPDATE core_event SET data = '{}' WHERE id = 1000")
    owner.execute("DELETE FROM core_eventseal")
    seal_events(now=NOW + dt.timedelta(hours=2), everything=True)
    assert check_chain([]).is_intact
    assert [(one.what, one.position) for one in check_chain([head]).breaks] == [("rewritten", MANY)]


def run(command, *options):
    """What a command printed, and its exit code."""
    out, code = io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        try:
            call_command(command, *options, stderr=io.StringIO())
        except CommandError as error:
            code = error.returncode
    return (json.loads(out.getvalue()) if out.getvalue() else None), code


def test_the_commands(tmp_path):
    assert run("export_head") == (None, 1)
    happen(4)
    assert run("seal_events")[0]["sealed"] == 4
    copy = tmp_path / "elsewhere" / "head.json"
    head, code = run("export_head", "-o", str(copy))
    assert (code, head["position"], head["previous_head"]) == (0, 4, "")
    assert json.loads(copy.read_text()) == head
    found, code = run("verify_chain")
    assert (code, found["result"], found["position"], found["heads"]) == (0, "intact", 4, 1)
    assert found["public_key"] == head["public_key"]
    happen(1)
    second, _code = run("export_head")
    assert second["previous_head"] == read_head(copy).own_sha256()
    assert run("verify_chain", "--head", str(copy))[1] == 0
    copy.write_text(copy.read_text().replace('"position": 4', '"position": 3'))
    found, code = run("verify_chain", "--head", str(copy))
    assert (code, found["breaks"][0]["what"]) == (1, "foreign_head")
    copy.write_text("[]")
    assert run("verify_chain", "--head", str(copy)) == (None, 1)


def test_after_a_restore_into_a_new_home_the_word_is_another_key_and_not_broken(settings, capsys):
    happen(2)
    head = export_head(now=NOW)
    settings.HEAD_KEY = "the key of the new home"
    with pytest.raises(CommandError, match="signed with another key: give the old public key") as refused:
        call_command("verify_chain", stderr=io.StringIO())
    assert "broken" not in str(refused.value)
    found = json.loads(capsys.readouterr().out)
    assert (found["result"], found["breaks"], found["broken"]) == ("other_key", [], 0)
    assert found["other_keys"] == [{"at": head.at, "position": 2, "public_key": head.public_key}]
    settings.HEAD_KEYS_BEFORE = [head.public_key]
    call_command("verify_chain", stderr=io.StringIO())
    assert json.loads(capsys.readouterr().out)["result"] == "intact"


def test_a_head_of_the_day_is_signed_once(settings):
    happen(1)
    tasks.sign_head_of_the_day()
    assert export_due_head(now=timezone.now()) is None
    assert export_due_head(now=timezone.now() + dt.timedelta(days=1)) is not None
    assert len(kept_heads()) == 2


def test_a_head_of_another_key_counts_only_where_that_key_is_named(settings):
    happen(1)
    settings.HEAD_KEY = "the key of last year"
    head = export_head(now=NOW)
    assert signed_heads.is_ours(head)
    settings.HEAD_KEY = "the key of this year"
    found = check_chain([head])
    assert (found.breaks, found.result) == ([], "other_key")
    assert [(one.at, one.public_key) for one in found.other_keys] == [(head.at, head.public_key)]
    forged = dataclasses.replace(head, sha256="0" * 64)
    assert [one.what for one in check_chain([forged]).breaks] == ["foreign_head"], "nobody has signed that"
    settings.HEAD_KEYS_BEFORE = [head.public_key]
    assert check_chain([head]).is_intact


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "{" * 5000, '{"schema": 1}', "\0", "9" * 5000, '{"position": NaN}']
)
def test_what_is_no_head_is_refused_with_words(tmp_path, text):
    path = tmp_path / "head.json"
    path.write_text(text)
    with pytest.raises(NoHead):
        read_head(path)
    with pytest.raises(NoHead):
        read_head(tmp_path / "missing.json")
