"""The rows of a table, read anew each time from where they came."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.files.tables.chunks import Cut
from metrics.files.tables.records import Layout, Portion, plain_rows, portions, records
from metrics.files.tables.sources import Source
from metrics.files.tables.table import Frame, Row
from metrics.files.tables.wide import Wide
from metrics.files.values.byte_texts import PAD, ByteTexts
from metrics.files.values.texts import ListedTexts, Texts

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

    def portions(self) -> Iterator[Sequence[Texts]]:
        if self.wide:
            for lines, frame in framed(self.rows(), self.wide.names):
                yield listed(lines, frame)
            return
        for portion in portions(self.source.open_file, self.source.layout):
            places = self._field_places(portion)
            if places is not None:
                yield places
                continue
            for lines, frame in framed(self._rows_of(portion), self.names):
                yield listed(lines, frame)

    def _field_places(self, portion: Portion) -> Sequence[Texts] | None:
        """The cells of a portion that keeps the rules, as they stand in its bytes; None for others."""
        layout, cut = self.source.layout, portion.cut
        if cut is None or layout.hidden or layout.pads or cut.has_doubled:
            return None
        lines = np.arange(portion.chunk.line, portion.chunk.line + len(cut.ends), dtype=np.int64)
        kept = (
            (cut.fields == layout.width) & (cut.lengths > 0) & (lines >= self.first) & ~self._are_out(lines)
        )
        raw = portion.chunk.data + PAD
        return [
            ByteTexts(raw, *_without_quotes(cut, starts, ends, layout), lines[kept])
            for starts, ends in fields_of(cut, kept, layout.width)
        ]

    def _are_out(self, lines: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.isin(lines, np.fromiter(self.left_out, dtype=np.int64, count=len(self.left_out)))

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
        kept = ~self._are_out(lines)
        if kept.all():
            return lines, frame
        return lines[kept], frame[kept].reset_index(drop=True)


Places = tuple[NDArray[np.int64], NDArray[np.int64]]


def fields_of(cut: Cut, kept: NDArray[np.bool_], width: int) -> Iterator[Places]:
    """Where each field of the kept lines begins and ends, column by column; every one of them has `width` fields."""
    first = (np.cumsum(cut.fields - 1) - (cut.fields - 1))[kept]
    starts, line_ends = cut.starts[kept], (cut.starts + cut.lengths)[kept]
    for column in range(width):
        ends = cut.signs[first + column] if column < width - 1 else line_ends
        yield starts, ends
        starts = ends + 1


def _without_quotes(cut: Cut, starts: NDArray[np.int64], ends: NDArray[np.int64], layout: Layout) -> Places:
    is_quoted = (ends > starts) & (cut.data[starts] == ord(layout.style.quote))
    return (starts + is_quoted, ends - is_quoted) if is_quoted.any() else (starts, ends)


def listed(lines: NDArray[np.int64], frame: pd.DataFrame) -> Sequence[Texts]:
    return [ListedTexts(frame.iloc[:, place].tolist(), lines.tolist()) for place in range(len(frame.columns))]


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
