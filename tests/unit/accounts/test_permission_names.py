"""Every permission that code or a template asks for exists, and every one that exists is asked for."""

import ast
import importlib
import re

from accounts.permissions import declared, permission_named
from decisions.states.stages import DRAFT_MOVES, VERSION_MOVES
from tests import source

MOVE = "move.permission"
"""The one name that comes from a table: the moves of `decisions.states.stages`."""

ASKING = {"has_perm": 0, "has_permission": 1, "role_holds": 0, "permitted": 0, "role_may": 1}
"""Which argument of each function is the permission."""

HANDING_ON = {"accounts.permissions", "accounts.models", "accounts.roles", "accounts.context_processors"}
"""Where these functions stand, or are given a name that a template asks for."""


def asked_in_code():
    """(where, name) of each permission that a module asks for."""
    for path in source.modules():
        module = source.module_name(path)
        for call in source.calls(path):
            if source.called(call) in ASKING and module not in HANDING_ON:
                argument = call.args[ASKING[source.called(call)]]
                yield f"{source.name_of(path)}:{call.lineno}", spoken(argument, module)


def spoken(argument, module):
    """The permission that an argument names: as text, or as a constant of its module."""
    if isinstance(argument, ast.Constant):
        return argument.value
    words = ast.unparse(argument)
    return words if words == MOVE else getattr(importlib.import_module(module), words, words)


def asked_in_templates():
    for path in source.templates():
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"\brights\.(\w+)", text):
            yield source.name_of(path), permission_named(name)
        for name in re.findall(r"\bperms\.(\w+\.\w+)", text):
            yield source.name_of(path), name


def test_every_permission_that_is_asked_for_exists():
    unknown = [(place, name) for place, name in asked_in_code() if name not in {*declared(), MOVE}]
    assert unknown == []
    assert {name for _place, name in asked_in_templates()} <= set(declared())


def test_every_permission_that_the_moves_name_exists():
    moves = [*DRAFT_MOVES.values(), *VERSION_MOVES.values()]
    assert {move.permission for move in moves} <= set(declared())


def test_every_permission_is_asked_for_somewhere():
    asked = {name for _place, name in [*asked_in_code(), *asked_in_templates()]}
    asked |= {move.permission for move in [*DRAFT_MOVES.values(), *VERSION_MOVES.values()]}
    assert set(declared()) - asked == set()


def test_the_walk_finds_what_is_there():
    """So that it can't pass by finding nothing: text, a constant, and a name in a template."""
    found = {name for _place, name in asked_in_code()}
    assert {"partners.change_partners", "decisions.handle_case", MOVE} <= found
    assert "metrics.enter_data" in {name for _place, name in asked_in_templates()}
