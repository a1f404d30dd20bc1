"""Counting rows that stand in a file more than once, in memory that does not grow with the file."""

import tempfile

import numpy as np

AT_ONCE = 1_000_000


class Repeats:
    """64-bit hashes of rows, kept in a temporary file and compared in portions.

    Two different rows share a hash in about one of 10^19 / rows² files: equal hashes count as equal rows.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by `close`)
        self._total = 0

    def add(self, hashes: list[int]) -> None:
        np.array(hashes, dtype=np.int64).tofile(self._file)
        self._total += len(hashes)

    def count(self) -> int:
        """How many rows stand there before."""
        portions = -(-self._total // AT_ONCE)
        return sum(self._count_portion(number, portions) for number in range(portions))

    def _count_portion(self, number: int, portions: int) -> int:
        self._file.seek(0)
        found = []
        while len(block := np.fromfile(self._file, dtype=np.int64, count=AT_ONCE)):
            found.append(block[block % portions == number])
        ordered = np.sort(np.concatenate(found))
        return int((ordered[1:] == ordered[:-1]).sum())

    def close(self) -> None:
        self._file.close()
