"""The README's tour, read from the file and followed on the demo."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import tour
from tests.browser.stack import Stack, running


@pytest.fixture(scope="module")
def toured(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A demo of its own: the tour votes, meets and reviews."""
    with running(tmp_path_factory.mktemp("tour"), worker_id, purpose="tour") as found:
        yield found


def test_each_sentence_is_claimed_by_one_step_and_each_step_stands_in_the_tour():
    stands, claimed = tour.sentences(), [step.sentence for step in tour.STEPS]
    assert [words for words in stands if words not in claimed] == [], "nobody shows that this is so"
    assert [words for words in claimed if words not in stands] == [], "the README does not say this"
    assert claimed == stands, "in the same order, each once"


def test_a_sentence_ends_where_it_ends(monkeypatch, tmp_path: Path):
    text = f"# Desk\n\n{tour.HEADING}\n1. Open it. **Look**\n   at it: so.\n2. Go on; end.\n\n## Next\n\nNot this."
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(tour, "ROOT", tmp_path)
    assert tour.sentences() == ["Open it.", "**Look** at it: so.", "Go on; end."]


def test_the_tour_is_true(open_browser, toured):
    """First what only reads, without JavaScript; then all of it, in the order in which it stands there."""
    plain = tour.Visitor(open_browser(js=False, address=toured.address), toured)
    for step in tour.STEPS:
        if step.reads:
            take(step, plain)
    visitor = tour.Visitor(open_browser(address=toured.address), toured)
    for step in tour.STEPS:
        take(step, visitor)


def take(step: tour.Step, visitor: tour.Visitor) -> None:
    try:
        step.take(visitor)
    except Exception as error:
        error.add_note(f"The README says: {step.sentence}")
        raise
