"""The rows of a table, read anew each time from where they came."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.files.tables.records import Layout, Portion, plain_rows, portions, records
from metrics.files.tables.sources import Source
from metrics.files.tables.table import Frame, Row
from metrics.files.tables.wide import Wide

FRAME_ROWS = 20_000


@dataclass
class SourceBody:
    """The records of a source that are rows: from line `first` on, without those in `left_out` and without faults."""

    source: Source
    names: list[str]
    first: int
    left_out: frozenset[int]
    wide: Wide | None = None

    def rows(self) -> Iterator[Row]:
        rows = self._own_rows()
        return self.wide.rows(rows) if self.wide else rows

    def frames(self) -> Iterator[Frame]:
        if self.wide:
            yield from framed(self.rows(), self.wide.names)
            return
        for portion in portions(self.source.open_file, self.source.layout):
            fast = self._fast(portion)
            if fast is None:
                yield from framed(self._rows_of(portion), self.names)
            elif len(fast[0]):
                yield fast

    def close(self) -> None:
        self.source.close()

    def _own_rows(self) -> Iterator[Row]:
        for portion in portions(self.source.open_file, self.source.layout):
            yield from self._rows_of(portion)

    def _rows_of(self, portion: Portion) -> Iterator[Row]:
        layout = self.source.layout
        if portion.cut is not None and not layout.hidden and not layout.pads:
            width = layout.width
            for line, cells in plain_rows(portion.chunk, layout.style):
                if line >= self.first and len(cells) == width and line not in self.left_out:
                    yield line, cells
            return
        for record in records(portion, layout):
            if record.line >= self.first and not record.fault and record.line not in self.left_out:
                yield record.line, record.cells

    def _fast(self, portion: Portion) -> Frame | None:
        """A portion in which every line is a row, read by pandas at once; None for others."""
        layout, chunk, cut = self.source.layout, portion.chunk, portion.cut
        if cut is None or layout.hidden or layout.pads or chunk.line < self.first:
            return None
        lines = np.arange(chunk.line, chunk.line + len(cut.ends), dtype=np.int64)
        if (cut.fields != layout.width).any() or (cut.lengths <= 0).any():
            return None
        frame = read_frame(chunk.data, layout, self.names)
        if len(frame) != len(lines):
            return None
        kept = ~np.isin(lines, np.fromiter(self.left_out, dtype=np.int64, count=len(self.left_out)))
        if kept.all():
            return lines, frame
        return lines[kept], frame[kept].reset_index(drop=True)


def read_frame(data: bytes, layout: Layout, names: list[str]) -> pd.DataFrame:
    """Lines that keep the rules, by pandas: every cell stays the text that it is."""
    frame: pd.DataFrame = pd.read_csv(
        io.BytesIO(data),
        dtype=object,
        header=None,
        names=names,
        sep=layout.style.sign,
        quotechar=layout.style.quote,
        keep_default_na=False,
        na_filter=False,
        index_col=False,
        skip_blank_lines=False,
        encoding="utf-8",
    )
    return frame


def framed(rows: Iterator[Row], names: list[str]) -> Iterator[Frame]:
    """Rows as frames."""
    lines: list[int] = []
    cells: list[list[str]] = []
    for line, row in rows:
        lines.append(line)
        cells.append(row)
        if len(lines) == FRAME_ROWS:
            yield np.array(lines, dtype=np.int64), pd.DataFrame(cells, columns=names, dtype=object)
            lines, cells = [], []
    if lines:
        yield np.array(lines, dtype=np.int64), pd.DataFrame(cells, columns=names, dtype=object)
