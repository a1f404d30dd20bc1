"""What texts have in common that are read alike."""

import pytest

from metrics.files.values.texts import ListedTexts, Seen, signature


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12.345", "67.891", False), ("512.345", "678.891", True), ("512.345", "012.345", False),
        ("512.340", "512.345", False), ("2025-01-15T10:11:12.123Z", "2025-01-15T10:59:00Z", True),
        ("2025-01-15T10:11:12Z", "2025-01-16T10:11:12Z", False),
        ("2025-01-15T10:11:12Z", "2025-01-15T11:11:12Z", False),
        ("13/01/2025", "12/01/2025", False), ("ab-1234567", "ab-7654321", True),
        ("01/01/1990", "01/01/1890", False),
    ],
)  # fmt: skip
def test_what_is_read_alike_has_one_signature(one, other, same):
    assert (signature(one) == signature(other)) == same


def test_one_text_for_each_kind_with_the_rows_of_all():
    texts = ListedTexts(["512.345", "12", "678.891", "12"], [2, 3, 4, 5])
    assert texts.distinct() == [Seen("512.345", 1, 2), Seen("12", 2, 3), Seen("678.891", 1, 4)]
    assert texts.kinds() == [("181.181", Seen("512.345", 2, 2)), ("12", Seen("12", 2, 3))]
