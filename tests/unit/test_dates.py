"""One place writes days, times and periods for people: no template and no other module has a form of its own."""

import ast
import re

import pytest

from tests import source
from tests.source import ROOT

PLACE = ROOT / "partnerdesk" / "core" / "dates.py"
FOR_PROGRAMS = {
    "accounts/mail_messages.py": "a header of a mail",
    "decisions/committee/decide.py": "what is hashed",
    "decisions/documents/pdf/engine.py": "the metadata of a PDF",
    "metrics/files/reading/mapping.py": "tries a form out that somebody gave",
    "metrics/files/sheets.py": "cells become text as a CSV would hold it",
    "metrics/measures/months.py": "the key of a month",
    "metrics/sources/fetch.py": "the name of a file",
    "metrics/sources/query_postgres.py": "cells become text as a CSV would hold it",
    "partnerdesk/core/canonical.py": "what is hashed",
    "partnerdesk/core/proven_rows.py": "what the check of the chain prints for operators",
    "workspace/demo/files.py": "files as other systems would write them",
}
WRITERS = {
    "strftime",
    "date_format",
    "time_format",
    "localize",
    "format_date",
    "format_datetime",
    "format_time",
}
WRITERS |= {"naturalday", "naturaltime", "timesince", "timeuntil"}
FILTERS = re.compile(r"\|\s*(date|time|timesince|timeuntil|naturalday|naturaltime)\b|\{%\s*now\b")
BARE = re.compile(r"(\{\{\s*|\bwith [^%]*=)[a-z_.]*(_on|_at)\s*(\}\}|%\}| \w+=)")


def forms_in(tree):
    """The lines on which a date is given a form, each with how; what only `repr` and logs show is no form."""
    shown = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__str__"]
    silent = {id(inner) for node in shown for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        match node:
            case ast.Call() if source.called(node) in WRITERS:
                yield node.lineno, source.called(node)
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=str(form)), *_])):
                if re.search(r"%-?[A-Za-z]", form):
                    yield node.lineno, form


@pytest.mark.parametrize(
    "text",
    [
        "day.strftime('%d.%m.%Y')",
        "formats.date_format(day, 'j M Y')",
        "time_format(at)",
        "f'{day:%Y-%m-%d}'",
        "babel.dates.format_date(day)",
        "naturaltime(at)",
    ],
)
def test_a_form_is_seen(text):
    assert list(forms_in(ast.parse(text)))


@pytest.mark.parametrize(
    "text", ["f'{part:.1%}'", "day.isoformat()", "dates.day(on)", "strptime(text, form)"]
)
def test_what_is_no_form_is_none(text):
    assert not list(forms_in(ast.parse(text)))


def test_no_module_but_one_has_a_form_of_a_date():
    found = {
        source.name_of(path): list(forms_in(source.tree_of(path)))
        for path in source.modules()
        if path != PLACE
    }
    assert {name: forms for name, forms in found.items() if forms and name not in FOR_PROGRAMS} == {}
    assert not [name for name in FOR_PROGRAMS if not found[name]], "these have none any more"


@pytest.mark.parametrize(
    "line",
    [
        '{{ row.due_on|date:"j M Y" }}',
        "{{ at | time }}",
        "{% now 'Y' %}",
        "{{ row.at|timesince }}",
        "{{ row.due_on }}",
        "{% blocktranslate with day=row.due_on %}",
    ],
)
def test_a_form_in_a_template_is_seen(line):
    assert FILTERS.search(line) or BARE.search(line)


@pytest.mark.parametrize(
    "line",
    ["{{ row.due_on|as_day }}", "{% if row.closed_at %}", "{{ row.update }}", "{% translate 'a date' %}"],
)
def test_what_is_no_form_in_a_template_is_none(line):
    assert FILTERS.search(line) is BARE.search(line) is None


def test_no_template_has_a_form_of_a_date():
    assert not [
        f"{source.name_of(path)}:{number}"
        for path in source.templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FILTERS.search(line) or BARE.search(line)
    ]
