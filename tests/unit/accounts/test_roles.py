"""The table of roles, as it is meant; and that nothing gets past it."""

from types import SimpleNamespace

import pytest

from accounts import permissions
from accounts.models import User
from accounts.permissions import UnknownPermission, check_table, declare, declared, has_permission
from accounts.roles import PERMISSIONS, Role, problems, role_may

TABLE = """
                            viewer   manager  steward  admin
accounts.manage_people      -        -        -        yes
decisions.act_for_owners    -        -        -        yes
decisions.answer_for_input  -        yes      yes      yes
decisions.change_record     -        yes      yes      yes
decisions.create_record     -        yes      -        yes
decisions.decide            yes      yes      yes      yes
decisions.handle_case       -        yes      yes      yes
decisions.manage_committees -        -        -        yes
decisions.reopen_draft      yes      yes      yes      yes
decisions.report_input      yes      yes      yes      yes
decisions.review            yes      yes      yes      yes
decisions.share_record      -        yes      yes      yes
decisions.view_record       yes      yes      yes      yes
decisions.waive             yes      yes      yes      yes
metrics.connect_sources     -        -        yes      yes
metrics.enter_data          -        yes      yes      yes
metrics.manage_dictionary   -        -        yes      yes
partners.change_partners    -        yes      yes      yes
"""

NOBODY = frozenset[str]()
"""Permissions that are declared and that no role holds: each would be a door that nobody can open."""


def drawn():
    """The table as text: a permission a line, a role a column."""
    lines = ["".join([" " * 28, *(f"{role:<9}" for role in Role)])]
    for permission in declared():
        cells = ("yes" if role_may(role, permission) else "-" for role in Role)
        lines.append("".join([f"{permission:<28}", *(f"{cell:<9}" for cell in cells)]))
    return "\n".join(line.rstrip() for line in lines)


def test_the_table_is_what_it_is_meant_to_be():
    assert drawn() == TABLE.strip("\n"), f"Is this what you want? Then write it here:\n{drawn()}"


def test_which_permissions_nobody_holds():
    held = set().union(*PERMISSIONS.values())
    assert set(declared()) - held == NOBODY


def test_a_role_without_a_line_holds_nothing():
    auditor = SimpleNamespace(role="auditor", is_active=True)
    assert [name for name in declared() if has_permission(auditor, name, SimpleNamespace())] == []
    stored = User(role="auditor", email="auditor@example.com")
    assert not any(stored.has_perm(name) for name in declared())


def test_a_closed_account_holds_nothing():
    closed = User(role=Role.ADMIN, is_active=False)
    assert not any(closed.has_perm(name) for name in declared())


@pytest.mark.parametrize(
    ("table", "roles", "words"),
    [
        ({"viewer": frozenset()}, ["viewer", "auditor"], "The role “auditor” has no line"),
        ({"viewer": frozenset(), "guest": frozenset()}, ["viewer"], "There is no role “guest”"),
        ({"viewer": {"metrics.enter_dta"}}, ["viewer"], "No app declares “metrics.enter_dta”"),
    ],
)
def test_what_does_not_fit_is_said(table, roles, words):
    (problem,) = problems(declared(), table, roles)
    assert words in problem


def test_a_permission_that_no_app_declares_stops_the_start(monkeypatch):
    check_table()
    monkeypatch.delitem(permissions._rules, "metrics.enter_data")
    with pytest.raises(UnknownPermission, match=r"metrics\.enter_data"):
        check_table()


def test_an_unknown_permission_raises_for_everybody():
    for role in (Role.ADMIN, Role.VIEWER, "auditor"):
        with pytest.raises(UnknownPermission, match="no_such"):
            User(role=role).has_perm("metrics.no_such")
    with pytest.raises(UnknownPermission, match="no_such"):
        permissions.permission_named("no_such")


def test_a_permission_is_declared_once():
    with pytest.raises(UnknownPermission, match="twice"):
        declare("metrics.enter_data")
