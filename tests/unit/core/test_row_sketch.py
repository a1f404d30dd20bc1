"""The sketch of rows: what is in one alone is told by name, whole or said not to be whole."""

import random

import pytest

from partnerdesk.core.row_sketch import Entry, NoSketch, RowSketch, sketch_of, table_digest
from tests.volume import volume


def entry(number, sha256="a"):
    return Entry(number, "decisions_vote", f"key-{number:032d}", f"{sha256}{number}")


def told(entries):
    return {(one.event, one.key) for one in entries}


@pytest.mark.parametrize("seed", range(volume(400)))
def test_what_differs_is_named_and_nothing_else(seed):
    chance = random.Random(seed)
    shared = [entry(number) for number in chance.sample(range(10_000), chance.choice([0, 1, 500]))]
    mine = [entry(20_000 + number) for number in range(chance.randint(0, 25))]
    theirs = [entry(30_000 + number) for number in range(chance.randint(0, 25))]
    found, other, is_whole = sketch_of(shared + mine).less(sketch_of(theirs + shared[::-1]))
    if is_whole:
        assert (told(found), told(other)) == (told(mine), told(theirs))
    else:
        assert told(found) <= told(mine)
        assert told(other) <= told(theirs)


def test_up_to_thirty_rewritten_rows_are_whole_nearly_always():
    whole = 0
    for turn in range(100):
        before = sketch_of(entry(turn * 1000 + number) for number in range(60))
        after = sketch_of(entry(turn * 1000 + number, "b" if number < 30 else "a") for number in range(60))
        mine, theirs, is_whole = after.less(before)
        whole += is_whole and len(mine) == len(theirs) == 30
    assert whole >= 97


def test_too_many_are_said_not_to_be_whole():
    _mine, _theirs, is_whole = sketch_of(entry(number) for number in range(500)).less(RowSketch())
    assert not is_whole


def test_it_is_written_and_read_back():
    found = sketch_of(entry(number) for number in range(50))
    assert RowSketch.from_text(found.as_text()) == found
    assert len(found.as_text()) < 12_000
    for text in ("", "x", "AAAA", found.as_text()[4:]):
        with pytest.raises(NoSketch):
            RowSketch.from_text(text)


def test_a_long_key_and_one_of_other_letters_are_told_apart():
    long, other = Entry(1, "t", "k" * 80, "s"), Entry(2, "t", "鍵", "s")
    mine, _theirs, is_whole = sketch_of([long, other]).less(RowSketch())
    assert (is_whole, len({one.key for one in mine})) == (True, 2)
    assert {one.table for one in mine} == {table_digest("t")}
