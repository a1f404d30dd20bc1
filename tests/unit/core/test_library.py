"""Errors in library files name file, line and field."""

import pytest
import yaml

from frameworks.loading import read_frameworks, read_glossary
from frameworks.schema import Glossary
from metrics.definitions.schema import Dictionary
from metrics.dictionary.load import LIBRARY
from partnerdesk.core.library import QUICK, LibraryError, _parsed, check
from tests import source

GLOSSARY = """title: Words
terms:
  - slug: one
    term: One
    definition: First.
    explanation: The first.
  - slug: Two Words
    term: Two
    definition: Second.
    explanation: The second.
    colour: red
"""


def test_every_problem_is_named_with_its_line_and_field(tmp_path):
    path = tmp_path / "glossary.yaml"
    path.write_text(GLOSSARY, encoding="utf-8")
    with pytest.raises(LibraryError) as refusal:
        check(Glossary, path)
    found = {(problem.line, problem.field) for problem in refusal.value.problems}
    assert found == {(7, "terms.1.slug"), (11, "terms.1.colour")}
    assert f"{path}:7: terms.1.slug: " in str(refusal.value)


def test_a_missing_field_is_named_on_its_parents_line(tmp_path):
    path = tmp_path / "glossary.yaml"
    path.write_text(
        "title: Words\nterms:\n  - slug: one\n    term: One\n    definition: First.\n", encoding="utf-8"
    )
    with pytest.raises(LibraryError) as refusal:
        check(Glossary, path)
    (problem,) = refusal.value.problems
    assert (problem.line, problem.field) == (3, "terms.0.explanation")


def test_what_is_no_yaml_is_refused_with_its_line(tmp_path):
    path = tmp_path / "glossary.yaml"
    path.write_text("title: Words\nterms: [", encoding="utf-8")
    with pytest.raises(LibraryError, match=r"glossary\.yaml:2"):
        check(Glossary, path)


FILES = sorted(path for app in source.APPS for path in (source.ROOT / app).rglob("library/**/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_quick_reader_reads_what_the_plain_one_reads(path):
    text = path.read_text(encoding="utf-8")
    found, plain = (_parsed(text, reader) for reader in (QUICK, yaml.SafeLoader))
    assert found[0] == plain[0]
    assert lines(found[1]) == lines(plain[1])


def lines(node):
    """The line of every node below one, in their order."""
    below = node.value if isinstance(node, yaml.CollectionNode) else []
    parts = [part for each in below for part in (each if isinstance(each, tuple) else [each])]
    return [node.start_mark.line, *(line for part in parts for line in lines(part))]


def test_what_is_no_yaml_is_said_in_the_words_of_the_plain_reader(tmp_path):
    path = tmp_path / "glossary.yaml"
    path.write_text("terms:\n  - slug: one\n\tterm: One\n", encoding="utf-8")
    with pytest.raises(
        LibraryError, match=r"glossary\.yaml:3: file: found character '\\t' that cannot start"
    ):
        check(Glossary, path)


def test_the_library_holds_four_frameworks_and_37_terms():
    frameworks = {content.key: content for content in read_frameworks()}
    assert set(frameworks) == {
        "value-exchange",
        "channel-performance",
        "alignment-scorecard",
        "channel-prioritization",
    }
    assert len(read_glossary().terms) == 37
    assert [len(frameworks[key].sections) for key in ("value-exchange", "channel-performance")] == [13, 13]
    assert len(frameworks["alignment-scorecard"].sections) == 15
    assert frameworks["channel-prioritization"].code == "B0372"


def test_every_metric_and_input_of_a_framework_is_in_the_dictionary_and_explained_by_a_term():
    known = {definition.key for definition in check(Dictionary, LIBRARY).definitions}
    explained = {key for term in read_glossary().terms for key in (*term.metrics, *term.inputs)}
    for content in read_frameworks():
        wanted = {subject.key for subject in (*content.metrics, *content.inputs)}
        assert wanted <= known
        assert wanted <= explained


def test_terms_named_by_sections_exist():
    slugs = {term.slug for term in read_glossary().terms}
    for content in read_frameworks():
        assert {slug for section in content.sections for slug in section.terms} <= slugs
