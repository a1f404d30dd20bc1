"""Paths of our own pages are made by `reverse` and `{% url %}` alone: a route that moves takes its links along."""

import ast
import re

import pytest

from tests import source
from tests.routes import PATTERNS

FIRST = {pattern.path.lstrip("^").partition("/")[0] for pattern in PATTERNS.values()} - {""}
"""What the paths of the application begin with: records, metrics, settings, …"""

OURS = re.compile(rf"(?<![\w.:*])/(?:{'|'.join(sorted(map(re.escape, FIRST)))})(?:/|$)")
"""A path of ours within a text."""

SENDING = {"redirect", "HttpResponseRedirect", "HttpResponsePermanentRedirect", "push_url"}
LEADING = r"(?:href|action|formaction|src|hx-(?:get|post|put|patch|delete|push-url|replace-url)|data-[\w-]+)"


def written_in_python(tree):
    """(line, text) of every path of ours that a module spells out; docstrings may name one."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            if OURS.match(node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call) and source.called(node) in SENDING:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and str(first.value).startswith(("/", ".")):
                yield node.lineno, first.value


def written_in_template(text):
    """Attributes that lead to a path from the root or beside the page, and paths of ours in Django's own tags."""
    text = re.sub(r"\{#.*?#\}|\{% comment\b.*?\{% endcomment %\}", "", text, flags=re.DOTALL)
    yield from re.findall(
        rf"""\b{LEADING}=["'](?:\{{[%{{][^"']*[%}}]\}})?(/[^"'/][^"']*|/|\.\.?/[^"']*)["']""", text
    )
    for tag in re.findall(r"\{%.*?%\}|\{\{.*?\}\}", text, re.DOTALL):
        yield from (path for path in re.findall(r"""["'](/[^"']*)["']""", tag) if OURS.match(path))


def written_in_script(text):
    code = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", text, flags=re.DOTALL)
    for literal in re.findall(r'"[^"\n]*"|\'[^\'\n]*\'|`[^`]*`', code):
        if OURS.search(literal[1:-1]):
            yield literal


def test_python_spells_out_no_path():
    found = [
        f"{source.name_of(path)}:{line}: {text}"
        for path in source.modules()
        for line, text in written_in_python(source.tree_of(path))
    ]
    assert not found, "Use reverse(…):\n" + "\n".join(found)


def test_templates_spell_out_no_path():
    found = [
        f"{source.name_of(path)}: {text}"
        for path in source.templates()
        for text in written_in_template(path.read_text(encoding="utf-8"))
    ]
    assert not found, "Use {% url %}:\n" + "\n".join(found)


def test_scripts_spell_out_no_path():
    found = [
        f"{source.name_of(path)}: {text}"
        for path in source.scripts()
        for text in written_in_script(path.read_text(encoding="utf-8"))
    ]
    assert not found, "Let the page bring the address, in a data- attribute:\n" + "\n".join(found)


# What it sees


def test_it_knows_where_our_paths_begin():
    assert {"records", "metrics", "settings", "account", "calendar", "health"} <= FIRST


@pytest.mark.parametrize(
    "text",
    [
        'redirect("/")',
        'redirect("../")',
        'go(f"/records/{code}/reviews/")',
        'x = "/settings/"',
        'x = "/health"',
    ],
)
def test_it_sees_a_path_in_python(text):
    assert list(written_in_python(ast.parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        'redirect("workspace:desk")',
        'Path("/proc/self/statm")',
        'def f():\n    """Asks /records/CP-1/."""',
        'x = "/"',
    ],
)
def test_it_passes_over_what_is_none_in_python(text):
    assert not list(written_in_python(ast.parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/">',
        '<a href="/records/">',
        "<form action='/settings/'>",
        '<a href="../next/">',
        '<form hx-post="/metrics/{{ pk }}/">',
        '<form data-next="/metrics/">',
        '<a href="{{ site }}/records/">',
        '{% include "x.html" with back="/records/" %}',
    ],
)
def test_it_sees_a_path_in_a_template(text):
    assert list(written_in_template(text))


@pytest.mark.parametrize(
    "text",
    [
        "<a href=\"{% url 'decisions:records' %}\">",
        '<a href="{{ record.get_absolute_url }}">',
        '<a href="?page=2">',
        '<a href="#top">',
        "<script src=\"{% static 'js/records/menus.js' %}\">",
        '{# <a href="/records/"> #}',
        '{% include "decisions/records/row.html" %}',
    ],
)
def test_it_passes_over_what_is_none_in_a_template(text):
    assert not list(written_in_template(text))


def test_it_sees_a_path_in_a_script():
    assert list(written_in_script('if (address.includes("/account/login/")) say()'))
    assert list(written_in_script("fetch(`/records/${code}/`)"))
    assert not list(written_in_script('import "./ready.js"\n// asks /records/\nfetch(form.action)'))
