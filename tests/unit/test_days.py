"""One place makes a day of a moment: nothing else in the product says `date()`, `today()` or `localdate`."""

import ast

import pytest

from tests import source
from tests.source import ROOT

PLACES = [ROOT / "partnerdesk" / "core" / name for name in ("days.py", "zones.py")]
"""One place in two files: its arithmetic stands apart, for what knows no Django."""
NAMES = {"localdate", "TruncDate", "ExtractDay", "TruncDay"}


def days_made(tree):
    """The lines on which a day is made of a moment, each with how."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="date", value=value), args=[], keywords=[]):
                if not (isinstance(value, ast.Call) and source.called(value) == "strptime"):
                    yield node.lineno, "date()"
            case (
                ast.Call(func=ast.Attribute(attr="today" as name))
                | ast.Call(func=ast.Attribute(attr="fromtimestamp" as name, value=ast.Attribute(attr="date")))
            ):
                yield node.lineno, f"{name}()"
            case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name) if name in NAMES:
                yield node.lineno, name
            case ast.keyword(arg=str(name)) if "date" in name.split("__")[1:]:
                yield node.value.lineno, name


@pytest.mark.parametrize(
    "text",
    [
        "now.date()",
        "dt.datetime.now().date()",
        "moment.astimezone(zone).date()",
        "dt.date.today()",
        "date.today()",
        "timezone.localdate()",
        "timezone.localdate(now)",
        "initial = timezone.localdate",
        "from django.utils.timezone import localdate",
        "dt.date.fromtimestamp(0)",
        "rows.filter(starts_at__date__gte=day)",
        "rows.filter(starts_at__date=day)",
        "TruncDate('at')",
    ],
)
def test_a_day_that_is_made_is_seen(text):
    assert list(days_made(ast.parse(text)))


@pytest.mark.parametrize(
    "text", ["dt.datetime.strptime(text, form).date()", "dt.date(2026, 1, 1)", "row.date"]
)
def test_a_day_that_is_no_moment_is_none(text):
    assert not list(days_made(ast.parse(text)))


def test_one_place_makes_a_day_of_a_moment():
    made = [
        f"{source.name_of(path)}:{line}: {how}"
        for path in source.modules()
        if path not in PLACES
        for line, how in days_made(source.tree_of(path))
    ]
    assert not made, "Ask partnerdesk.core.days instead: " + ", ".join(made)
    assert all(list(days_made(source.tree_of(place))) for place in PLACES)
