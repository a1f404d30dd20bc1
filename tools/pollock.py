"""How well broken CSV files are read: the Pollock benchmark's files against their clean tables.

    python tools/pollock.py FOLDER [--each]

FOLDER holds `csv/`, `clean/` and `parameters/` (Vitagliano et al.: “Pollock: A Data Loading Benchmark”, PVLDB 16(8),
2023). The dialect is found, not told. Each file is one of:

- right: header and rows are those of the clean table
- named: they differ, and every line that differs is named, or it is the header's
- silent: some line differs without a word
- refused: no table, or more than 5 % of the file's rows are left out
- crashed: something else than a refusal was raised

The score is the paper's simple one: of each file whether it loads at all, and precision, recall and F1 of its header,
its records and its cells, as multisets of names, of whole rows and of cells. Each of these ten is averaged over all
files; their sum is the score, 10 at best.
"""

import argparse
import csv
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from django.conf import settings

from metrics.files.reading.scanning import Unreadable
from metrics.files.tables.finding import find_table
from metrics.files.tables.table import Table

LEFT_OUT = 0.05
KINDS = ("right", "named", "silent", "refused", "crashed")


@dataclass(frozen=True)
class Outcome:
    """What became of one file, why, and precision, recall and F1 of its header, then records, then cells."""

    kind: str
    why: str = ""
    scores: tuple[float, ...] = (0.0,) * 9


def agreement(found: Iterable[object], right: Iterable[object]) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean over two multisets; 1 where both are empty."""
    ours, theirs = Counter(found), Counter(right)
    both, found_total, right_total = (ours & theirs).total(), ours.total(), theirs.total()
    if not found_total and not right_total:
        return 1.0, 1.0, 1.0
    precision = both / found_total if found_total else 0.0
    recall = both / right_total if right_total else 0.0
    return precision, recall, 2 * both / (found_total + right_total)


def judged(folder: Path, name: str) -> Outcome:
    """Read one file and hold it against its clean table."""
    with (folder / "clean" / name).open(encoding="utf-8", newline="") as file:
        clean = list(csv.reader(file))
    try:
        with find_table(folder / "csv" / name, name=name) as table:
            return compared(table, clean, lines_of(folder, name))
    except Unreadable as error:
        return Outcome("refused", str(error), (1.0 if not clean else 0.0,) * 9)
    except Exception as error:  # noqa: BLE001  (that nothing is raised is what is measured)
        return Outcome("crashed", repr(error))


def lines_of(folder: Path, name: str) -> int:
    """The number of lines of the header, as the benchmark says."""
    said = json.loads((folder / "parameters" / f"{name}_parameters.json").read_text(encoding="utf-8"))
    return int(said["header_lines"])


def compared(table: Table, clean: list[list[str]], header_lines: int) -> Outcome:
    rows = list(table.rows)
    header, right = (clean[:1], clean[1:]) if header_lines else ([], clean)
    names = table.names if table.header_row is not None else []
    scores = (
        *agreement(names, header[0] if header else []),
        *agreement((tuple(cells) for _line, cells in rows), map(tuple, right)),
        *agreement(
            (cell for _line, cells in rows for cell in cells), (cell for row in right for cell in row)
        ),
    )
    named = {entry.row for entry in table.set_aside} | {entry.row for entry in table.bad_rows}
    left_out = len([row for row in named if row and row > (table.header_row or 0)])
    if left_out > LEFT_OUT * max(len(rows) + left_out, 1) and left_out > 1:
        return Outcome("refused", f"{left_out} lines left out", scores)
    wrong = differences(rows, right)
    same_names = names == (header[0] if header else [])
    if same_names and not wrong and len(rows) == len(right):
        return Outcome("right", scores=scores)
    if not same_names and not named & set(range((table.header_row or 0) + 1)):
        return Outcome("silent", f"names {names}", scores)
    unnamed = [line for line in wrong if line not in named]
    missing = len(right) - len(rows) + len(wrong) - left_out
    if unnamed or missing > 0:
        return Outcome("silent", f"lines {unnamed[:5]}, {missing} missing", scores)
    return Outcome("named", ", ".join(sorted({entry.reason for entry in table.bad_rows})), scores)


def differences(rows: list[tuple[int, list[str]]], right: list[list[str]]) -> list[int]:
    """The lines of rows that are none of the clean table, each of which may be used once."""
    known = Counter(map(tuple, right))
    wrong = []
    for line, cells in rows:
        if known[tuple(cells)] > 0:
            known[tuple(cells)] -= 1
        else:
            wrong.append(line)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true", help="print every file that is not read right")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerdesk.settings")
    if not settings.configured:
        settings.configure(USE_I18N=False)
    outcomes = {
        path.name: judged(given.folder, path.name) for path in sorted((given.folder / "csv").iterdir())
    }
    for name, outcome in outcomes.items():
        if outcome.kind != "right" and (given.each or outcome.kind not in {"named", "right"}):
            print(f"{outcome.kind:8} {name}: {outcome.why}")
    counts = Counter(outcome.kind for outcome in outcomes.values())
    print({kind: counts[kind] for kind in KINDS})
    loaded = [0.0 if outcome.kind == "crashed" else 1.0 for outcome in outcomes.values()]
    parts = [(done, *outcome.scores) for done, outcome in zip(loaded, outcomes.values(), strict=True)]
    means = [sum(part[place] for part in parts) / len(parts) for place in range(10)]
    print("F1 of header, records, cells:", ", ".join(f"{means[place]:.4f}" for place in (3, 6, 9)))
    print(f"simple score: {sum(means):.3f}")


if __name__ == "__main__":
    main()
