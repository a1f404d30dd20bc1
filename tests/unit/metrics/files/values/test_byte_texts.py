"""Cells counted in the bytes of a file are the same as cells counted as texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.files.values import byte_texts
from metrics.files.values.byte_texts import LONGEST, PAD, ByteTexts
from metrics.files.values.texts import ListedTexts

digits = st.text("0129", max_size=6)
numbers = st.builds(
    "{}{}{}{}".format, st.sampled_from(["", "-", "1", "$"]), digits, st.sampled_from(".,"), digits
)
moments = st.builds(
    "{}-{:02}-{:02}{}{:02}:{:02}{}".format,
    st.integers(1890, 2205), st.integers(0, 13), st.integers(0, 32), st.sampled_from("T "), st.integers(0, 25),
    st.integers(0, 60), st.sampled_from(["", ":11", ":12.5", ":1", ":123", ":00Z", "7", ":12:13", ":12,123456"]),
)  # fmt: skip
words = st.text("aB9 é٣:.日", max_size=9) | st.text("x1", min_size=LONGEST - 1, max_size=LONGEST + 2)
cells = st.lists(numbers | moments, max_size=40) | st.lists(numbers | moments | words | digits, max_size=40)


def both(texts):
    """The same cells as they stand in bytes, with something between them, and as texts."""
    encoded = [text.encode() for text in texts]
    starts = np.cumsum([0, *(len(text) + 1 for text in encoded)])[:-1].astype(np.int64)
    lengths = np.array([len(text) for text in encoded], dtype=np.int64)
    lines = np.arange(7, 7 + len(texts), dtype=np.int64)
    return ByteTexts(b";".join(encoded) + PAD, starts, starts + lengths, lines), ListedTexts(
        texts, lines.tolist()
    )


@given(cells)
def test_every_text_is_counted_once(texts):
    in_bytes, listed = both(texts)
    assert in_bytes.distinct() == listed.distinct()


@given(cells)
def test_kinds_are_the_same(texts):
    in_bytes, listed = both(texts)
    assert in_bytes.kinds() == listed.kinds()


def test_many_numbers_become_few_kinds_without_a_look_at_each(monkeypatch):
    monkeypatch.setattr(byte_texts.ByteTexts, "_listed", lambda _self: pytest.fail("taken as texts"))
    in_bytes, listed = both([f"{number}.{number % 100:02}" for number in range(1, 30_000, 7)])
    assert in_bytes.kinds() == listed.kinds()
    assert len(in_bytes.kinds()) < 1_500
