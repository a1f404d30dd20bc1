"""Words by which rows and columns say that they are sums of others."""

import re
from collections.abc import Container, Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 80

_WORDS = (
    r"(?:grand[\s-]+|sub[\s-]?|over[\s-]?all[\s-]+)?totals?|total[\s-]+g[ée]n[ée]ral|sous[\s-]total|somme|totale|subtotale"
    r"|(?:sub)?totaal|(?:zwischen|gesamt|end|teil)?summen?|gesamt(?:ergebnis|betrag|umsatz)?|teilergebnis|gesamtergebnis"
    r"|sum|suma(?:\s+(?:total|końcowa|częściowa))?|soma|subtotales|totales|total\s+geral|totalt|(?:del|total|slut)?summa"
    r"|razem|łącznie|ogółem|toplam|celkem|összesen|yhteensä|итого|всего"
)
_ASIAN = r"総?合計|小計|総計|累計|总计|合计|小计"
TOTAL = re.compile(
    rf"\W*(?:{_WORDS})(?:\W.*)?|.*\W(?:{_WORDS})\W*|\W*(?:{_ASIAN}).*|.*(?:{_ASIAN})\W*|計",
    re.IGNORECASE | re.DOTALL,
)


def _numbers(words: Sequence[str], length: int) -> NDArray[np.uint32]:
    return np.array([int.from_bytes(word.encode()[:length], "little") for word in words], dtype=np.uint32)


FOURS = (
    "otal", "OTAL", "otaa", "OTAA", "samt", "SAMT", "ebni", "EBNI", "того", "сего", "azem", "AZEM", "łąc", "ŁĄC", "Łąc",
    "gół", "GÓŁ", "opla", "OPLA", "elke", "ELKE", "ssze", "SSZE", "htee", "HTEE",
)  # fmt: skip
THREES = ("mme", "MME", "Sum", "SUM", "sum", "Som", "計", "计")
"""What stands in every one of these words: the first four or three bytes are looked for."""

_FOURS, _THREES = _numbers(FOURS, 4), _numbers(THREES, 3)
_PAIRS = np.zeros(1 << 16, dtype=bool)
_PAIRS[(_FOURS & 0xFFFF).astype(int)] = True
_PAIRS[(_THREES & 0xFFFF).astype(int)] = True


def places_of_words(data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where bytes hold what stands in a word for a total: much faster than a search for each of them."""
    found = [
        np.flatnonzero(_PAIRS[data[start : start + (len(data) - start) // 2 * 2].view("<u2")]) * 2 + start
        for start in (0, 1)
    ]
    places = np.concatenate(found)
    places = places[places + 4 <= len(data)]
    windows = np.zeros(len(places), dtype=np.uint32)
    for shift in range(4):
        windows |= data[places + shift].astype(np.uint32) << np.uint32(8 * shift)
    kept: NDArray[np.int64] = places[np.isin(windows, _FOURS) | np.isin(windows & 0xFFFFFF, _THREES)]
    return kept


ALONE = re.compile(rf"\W*(?:{_WORDS}|{_ASIAN}|計)\W*(?:\d[\d\W]*)?", re.IGNORECASE)
ENDING = re.compile(rf".*\W(?:{_WORDS})\W*|.*(?:{_ASIAN})\W*", re.IGNORECASE | re.DOTALL)
BEGINNING = re.compile(rf"\W*(?:{_WORDS}|{_ASIAN})\W+(.*)", re.IGNORECASE | re.DOTALL)


def names_a_total(label: str, known: Container[str]) -> bool:
    """Whether a label can hardly be a name: the word alone, behind something, or before one of the `known` labels.

    “Total”, “Acme Total” and, where there is an Acme, “Total Acme”; not “Total Energies”.
    """
    text = label.strip()
    if ALONE.fullmatch(text) or ENDING.fullmatch(text):
        return True
    match = BEGINNING.fullmatch(text)
    return match is not None and match.group(1).strip().casefold() in known


def is_total_word(cell: str) -> bool:
    """Whether a cell calls its row a total: “Total”, “Acme Total”, “Summe 2025”, “合計”."""
    return 0 < len(cell) <= LONGEST and TOTAL.fullmatch(cell.strip()) is not None


def total_label(cells: Sequence[str]) -> tuple[int, str] | None:
    """The first cell that calls its row a total: its column, and its text."""
    for column, cell in enumerate(cells):
        if is_total_word(cell):
            return column, cell.strip()
    return None
