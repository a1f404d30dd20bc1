"""Values that observations keep: gathered while chunks come in, cut to each partner and period. Pure; no Django."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from partners.labels import folded

MOST_KEPT = 1000
"""How many values an observation keeps; with more, the file is refused."""

MOST_READ = 100 * MOST_KEPT
"""Of one partner and period no more are held while a file is read: it is refused anyway."""

MOST_TEXTS = 1_000_000
COMPACT_AT = 1_500_000
LARGEST = 9 * 10**18


class TooManyTexts(Exception):
    """A column holds so many different texts that it can't be one whose texts are counted."""


class TooFine(Exception):
    """The numbers of a column are too large and too fine to be held exactly together."""


@dataclass(frozen=True)
class KeptColumn:
    """What some rows give to be kept: whole numbers ÷ 10^`decimals`, or codes of `texts`."""

    items: np.ndarray
    decimals: int = 0
    texts: Sequence[str] | None = None


@dataclass(frozen=True)
class Kept:
    """Values of rows: those of row i are `items` from `starts[i]` up to `starts[i + 1]`, in order.

    They are numbers ÷ 10^`decimals`, or codes of `texts`.
    """

    starts: np.ndarray
    items: np.ndarray
    decimals: int = 0
    texts: tuple[str, ...] | None = None

    @property
    def counts(self) -> np.ndarray:
        """How many values each row keeps."""
        return np.diff(self.starts)

    def of(self, row: int) -> list[Decimal] | list[str]:
        """The values of one row."""
        found: list[int] = self.items[self.starts[row] : self.starts[row + 1]].tolist()
        if self.texts is None:
            return [Decimal(number).scaleb(-self.decimals) for number in found]
        return [self.texts[code] for code in found]

    def where(self, rows: np.ndarray) -> "Kept":
        """The same of the rows that a mask marks."""
        counts = self.counts
        return Kept(
            np.r_[0, np.cumsum(counts[rows])], self.items[np.repeat(rows, counts)], self.decimals, self.texts
        )

    def as_json(self) -> Iterator[str]:
        """The values of each row as a JSON array; numbers are written exactly."""
        for row in range(len(self.starts) - 1):
            found = self.of(row)
            if self.texts is None:
                yield f"[{', '.join(format(number, 'f') for number in found)}]"
            else:
                yield json.dumps(found, ensure_ascii=False)


@dataclass
class KeptTally:
    """The values of one metric by key. With `is_once` equal ones of a key are kept once.

    A text is kept as labels are compared: case and width folded, so that how it is typed makes no difference.
    """

    is_once: bool
    decimals: int = 0
    _largest: float = 0
    _codes: dict[str, int] = field(default_factory=dict)
    _has_texts: bool = False
    _pending: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    _size: int = 0

    def add(self, keys: np.ndarray, column: KeptColumn) -> None:
        """Add what some rows give. Raises TooManyTexts and TooFine."""
        items = self._aligned(column) if column.texts is None else self._coded(column.items, column.texts)
        self._pending.append(self._ordered(keys, items))
        self._size += len(keys)
        if self._size > COMPACT_AT:
            self._compact()
            self._size = 0

    def _coded(self, codes: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        self._has_texts = True
        used = np.zeros(len(texts), dtype=bool)
        used[codes] = True
        whole = [
            self._codes.setdefault(folded(text), len(self._codes)) if is_used else -1
            for text, is_used in zip(texts, used.tolist(), strict=True)
        ]
        if len(self._codes) > MOST_TEXTS:
            raise TooManyTexts
        found: np.ndarray = np.array(whole, dtype=np.int64)[codes]
        return found

    def _aligned(self, column: KeptColumn) -> np.ndarray:
        """The numbers with as many decimals as all have; those before are raised where these are finer."""
        most = float(np.abs(column.items.astype(np.float64)).max(initial=0)) / 10.0**column.decimals
        self._largest = max(self._largest, most)
        more = column.decimals - self.decimals
        self.decimals = max(self.decimals, column.decimals)
        if self._largest * 10.0**self.decimals > LARGEST:
            raise TooFine
        if more > 0:
            self._pending = [(keys, items * 10**more) for keys, items in self._pending]
        found: np.ndarray = column.items.astype(np.int64) * 10 ** max(-more, 0)
        return found

    def _ordered(self, keys: np.ndarray, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """By key and value, equal ones once where they are kept once, and no more of a key than are read."""
        order = np.lexsort((items, keys))
        keys, items = keys[order], items[order]
        if self.is_once and len(keys):
            new = np.r_[True, (keys[1:] != keys[:-1]) | (items[1:] != items[:-1])]
            keys, items = keys[new], items[new]
        first = np.searchsorted(keys, keys)
        inside = np.arange(len(keys)) - first < MOST_READ
        return keys[inside], items[inside]

    def _compact(self) -> tuple[np.ndarray, np.ndarray]:
        keys = np.concatenate([keys for keys, _items in self._pending])
        items = np.concatenate([items for _keys, items in self._pending])
        self._pending = [self._ordered(keys, items)]
        return self._pending[0]

    def finish(self, keys: np.ndarray) -> Kept:
        """The values by these keys, which are in order and all that were added. Texts come in their own order."""
        if not self._pending:
            return Kept(np.zeros(len(keys) + 1, dtype=np.int64), np.empty(0, dtype=np.int64))
        texts = None
        if self._has_texts:
            texts = tuple(sorted(self._codes))
            place = np.empty(len(texts), dtype=np.int64)
            for rank, text in enumerate(texts):
                place[self._codes[text]] = rank
            self._pending = [(found, place[items]) for found, items in self._pending]
        found, items = self._compact()
        self._pending = []
        starts = np.r_[np.searchsorted(found, keys), len(found)].astype(np.int64)
        return Kept(starts, items, self.decimals, texts)
