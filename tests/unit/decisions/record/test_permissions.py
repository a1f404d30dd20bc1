"""Who may do what with a record: permission × what the record says of the person × role, as one table.

A cell names the roles by their first letters. `anyone` is not named by the record, which is public; in the other
columns it is private. `writer` is an author who is the approver, too; `seat` votes in the
round that runs.
"""

from types import SimpleNamespace

import pytest

from accounts.models import User
from accounts.permissions import has_permission
from accounts.roles import Role
from decisions.models import Access, Record
from decisions.record import permissions

Via = Access.Via
NAMED = {
    "anyone": [],
    "author": [Via.AUTHOR],
    "owner": [Via.OWNER],
    "partaker": [Via.COLLABORATOR],
    "approver": [Via.APPROVER],
    "writer": [Via.AUTHOR, Via.APPROVER],
    "seat": [Via.VOTER],
    "stranger": [],
}

TABLE = """
permission                 anyone  author  owner   partaker approver writer  seat    stranger
decisions.view_record      vmsa    vmsa    vmsa    vmsa     vmsa     vmsa    vmsa    -
decisions.change_record    a       msa     msa     msa      -        msa     -       -
decisions.share_record     a       msa     msa     -        -        msa     -       -
decisions.decide           -       -       -       -        vmsa     -       vmsa    -
decisions.waive            -       -       -       -        vmsa     -       -       -
decisions.reopen_draft     a       msa     msa     msa      vmsa     msa     vmsa    -
decisions.review           a       msa     msa     msa      vmsa     msa     -       -
"""

OWNED = """
permission                 anyone  author  owner   partaker approver writer  seat    stranger
decisions.handle_case      msa     msa     msa     msa      msa      msa     msa     -
decisions.report_input     msa     msa     msa     msa      vmsa     msa     msa     -
"""
"""Of a case or an input that the person owns."""

OF_OTHERS = """
permission                 anyone  author  owner   partaker approver writer  seat    stranger
decisions.handle_case      a       msa     msa     msa      msa      msa     -       -
decisions.report_input     a       msa     msa     msa      vmsa     msa     -       -
"""


def cells(table):
    head, *lines = (line.split() for line in table.strip().splitlines())
    return [
        pytest.param(permission, named, cell, id=f"{permission}-{named}")
        for permission, *found in lines
        for named, cell in zip(head[1:], found, strict=True)
    ]


@pytest.fixture
def allowed(monkeypatch):
    """The roles that may, as the table writes them."""

    def asked(permission, named, owns=None):
        monkeypatch.setattr(permissions.sits_in_round, "fn", lambda _user, _record: named == "seat")
        letters = ""
        for role in Role:
            person, record = User(role=role), Record(is_private=named != "anyone")
            record.__dict__["_ways_in"] = {person.pk: frozenset(NAMED[named])}
            owned = SimpleNamespace(record=record, owner_id=person.pk if owns else None)
            about = record if owns is None else owned
            letters += role[0] if has_permission(person, permission, about) else ""
        return letters or "-"

    return asked


@pytest.mark.parametrize(("permission", "named", "cell"), cells(TABLE))
def test_a_record(permission, named, cell, allowed):
    assert allowed(permission, named) == cell


@pytest.mark.parametrize(("permission", "named", "cell"), cells(OWNED))
def test_what_the_person_owns(permission, named, cell, allowed):
    assert allowed(permission, named, owns=True) == cell


@pytest.mark.parametrize(("permission", "named", "cell"), cells(OF_OTHERS))
def test_what_others_own(permission, named, cell, allowed):
    assert allowed(permission, named, owns=False) == cell


@pytest.mark.parametrize("permission", sorted({row.values[0] for row in cells(TABLE)}))
def test_a_role_that_is_not_written_down_gets_nothing_whatever_the_record_says(permission):
    person, record = User(role="auditor"), Record(is_private=False)
    record.__dict__["_ways_in"] = {person.pk: frozenset(Via)}
    assert not has_permission(person, permission, record)
