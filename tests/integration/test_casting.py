"""A record that is cast is the same to the last row as one that its own actions have made."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.states.stages import Stage
from tests import casting
from tests.casting import ID
from tests.factories import make_partner, make_person, make_record
from tests.volume import SLOW

pytestmark = pytest.mark.skipif(SLOW, reason="nothing is cast in a slow run")
HISTORY = re.compile(
    r'"(pgh_id|id|pgh_created_at|pgh_context_id)": ("[^"]*"|\d+|null)(, )?|"key": "\d+"(, )?'
)
"""What is each row's own; the key too that the event of a row with a number for its key names."""


@pytest.fixture(autouse=True)
def no_moulds(monkeypatch):
    monkeypatch.setattr(casting, "_moulds", {})


@pytest.fixture
def cast(monkeypatch):
    """How often a record was cast."""
    poured = []
    pour = casting.pour

    def counted(*given):
        poured.append(given)
        return pour(*given)

    monkeypatch.setattr(casting, "pour", counted)
    return poured


def rows():
    """Every row of the database, as text without what is each row's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall() if name != m.CodeCounter._meta.db_table]
        found = Counter()
        for name in names:
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{name}" t')  # noqa: S608  (names from the catalogue)
            found.update(f"{name} {stripped(row)}" for (row,) in cursor.fetchall())
    return found


def stripped(row):
    row = re.sub(r"[A-Z]{2}-\d{4}|\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|[0-9a-f]{64}", "", HISTORY.sub("", row))
    return " ".join(
        sorted(re.findall(r"[^\s,{}\[\]]+", ID.sub("", row)))
    )  # what has ids for keys stands in their order


@pytest.mark.parametrize("stage", [Stage.FRAME, Stage.COMPARE, Stage.COMMIT])
@pytest.mark.parametrize("framework", ["channel-performance", "alignment-scorecard"])
def test_the_third_record_is_the_same_as_the_first(cast, stage, framework):
    make_partner()
    author, approver = make_person(), make_person(Role.VIEWER)
    tables = [rows()]
    for _number in range(3):
        make_record(framework, to=stage, author=author, approver=approver)
        tables.append(rows())
    added = [after - before for before, after in pairwise(tables)]
    assert len(cast) == 1
    assert added[2].total() == added[0].total() > 90
    assert added[2] == added[0]


def test_its_people_code_and_time_are_its_own(cast):
    author, approver, now = make_person(), make_person(Role.VIEWER), timezone.now()
    for _number in range(2):
        make_record(to=Stage.COMMIT)
    record = make_record(to=Stage.COMMIT, author=author, approver=approver, now=now)
    assert cast
    assert (record.created_by, record.approval.approver, record.created_at) == (author, approver, now)
    assert m.Record.objects.values("code").distinct().count() == 3
    assert m.ScenarioRun.objects.filter(record=record).exists()


def test_other_people_partners_and_words_have_a_mould_of_their_own(cast):
    make_partner()
    for _number in range(2):
        make_record()
    make_record(author=make_person(Role.ADMIN))
    make_record(owner=make_person())
    make_record(question="Another one?")
    make_partner()
    make_record()
    assert not cast


def test_what_did_not_come_out_the_same_is_never_cast(cast, monkeypatch):
    make_record()
    monkeypatch.setattr("decisions.life.create.OWN_TEXTS", ())
    make_record()
    monkeypatch.undo()
    for _number in range(2):
        make_record()
    assert not cast
