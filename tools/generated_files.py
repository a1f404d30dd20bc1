"""Whether files that nobody wrote by hand are read right: made by number, read, and held against what is right.

    python tools/generated_files.py [COUNT] [--from NUMBER] [--each]

Each file is one of:

- right: every partner, day and amount is what it should be, and nothing is asked
- asked: a question must be answered; with the true answer everything is right, and nothing in the file proves it
- named: what can't be read is counted or listed; all else is right
- refused: there is no table, with words
- needless: a question is asked whose answer the file proves
- silent: something is read wrong without a word
- crashed: something else than a refusal was raised
"""

import argparse
import csv
import datetime as dt
import os
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from babel.numbers import get_decimal_symbol
from django.conf import settings
from making_files import Made, make

from metrics.files.plain_table import write_plain
from metrics.files.questions import Question
from metrics.files.reading.scanning import Unreadable
from metrics.files.tables.finding import find_table
from metrics.files.tables.table import Table
from metrics.files.values.understanding import Understanding, understand

KINDS = ("right", "asked", "named", "refused", "needless", "silent", "crashed")
FAULTS = frozenset({"needless", "silent", "crashed"})
MOST_ROUNDS = 6
TODAY = dt.date(2026, 11, 28)


@dataclass(frozen=True)
class Outcome:
    """What became of a file, why, and which kinds of questions had to be answered."""

    kind: str
    why: str = ""
    asked: tuple[str, ...] = ()


def judged(made: Made, folder: Path) -> Outcome:
    """Read a file, answer what is asked, and hold it against what is right."""
    path = folder / made.name
    path.write_bytes(made.content)
    try:
        return _judged(made, path)
    except Unreadable as error:
        return Outcome("refused", str(error))
    except Exception as error:  # noqa: BLE001  (that nothing is raised is what is measured)
        return Outcome("crashed", repr(error))


def _judged(made: Made, path: Path) -> Outcome:
    answers: dict[str, str] = {}
    asked: list[str] = []
    for _round in range(MOST_ROUNDS):
        with find_table(path, name=made.name, answers=answers) as table:
            found = understand(table, answers=answers, today=TODAY)
            first = [question for question in table.questions if question.must]
            open_ = first or [question for question in found.questions if question.must]
            if not open_:
                return _compared(made, table, found, tuple(dict.fromkeys(asked)), path)
            for question in open_:
                answer = answer_to(question, made, table.names)
                if answer is None or is_proven(question, made):
                    return Outcome("needless", f"{question.id} is asked", tuple(asked))
                asked.append(question.kind)
                answers[question.id] = answer
    return Outcome("needless", f"still asked: {asked}", tuple(asked))


def _compared(made: Made, table: Table, found: Understanding, asked: tuple[str, ...], path: Path) -> Outcome:
    if len(table.names) <= max(made.places):
        return Outcome("silent", f"columns {table.names}", asked)
    names = [table.names[place] for place in made.places]
    write_plain(table, found.readers, names, path.with_suffix(".plain"))
    with path.with_suffix(".plain").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)][1:]
    wrong = differences(made, rows)
    bad = sum(found.column(name).bad for name in names) + len(table.bad_rows)
    if len(wrong) > bad:
        return Outcome("silent", f"{wrong[:3]} of {len(wrong)}, {len(rows)} rows for {len(made.rows)}", asked)
    if asked:
        return Outcome("asked", ", ".join(asked), asked)
    return Outcome("named", f"{bad} cells or rows") if bad else Outcome("right")


def differences(made: Made, rows: Sequence[tuple[str, ...]]) -> list[tuple[object, object]]:
    """What was read beside what is right, row by row; rows in other currencies are not looked at."""
    if len(rows) != len(made.rows):
        return [(len(rows), len(made.rows))] * (abs(len(rows) - len(made.rows)) + len(made.rows))
    return [
        (got, right)
        for place, (got, right) in enumerate(zip(rows, made.rows, strict=True))
        if place not in made.others and not _same(got, right)
    ]


def _same(got: tuple[str, ...], right: tuple[str, ...]) -> bool:
    if got[:2] != right[:2]:
        return False
    try:
        return Decimal(got[2]) == Decimal(right[2])
    except ArithmeticError:
        return got[2] == right[2]


# What a person would answer


def answer_to(question: Question, made: Made, names: Sequence[str]) -> str | None:
    """The true answer; None where there is none, so that the question has no business. `names` are the columns'."""
    if question.kind == "decimal_sign":
        sign = question.choices[0].follows.given["sign"]  # type: ignore[union-attr]
        return "decimal" if sign == decimal_of(made) else "thousands"
    if question.kind == "fiscal_year":
        years = sorted({int(text[2:4]) for text in made.texts[0]})
        return f"20{years[0] - 1:02}-07" if made.truth.get("fiscal_year") else None
    if question.kind in {"partner_column", "period_column"}:
        return names[made.places[0 if question.kind == "partner_column" else 1]]
    fixed = {"century": "20", "time_zone": "as_written"}
    return fixed.get(question.kind) or made.truth.get(question.kind)


def decimal_of(made: Made) -> str:
    locale = next(
        feature.removeprefix("locale: ") for feature in made.features if feature.startswith("locale: ")
    )
    return str(get_decimal_symbol(locale))


# What the file proves, by rules of its own


def is_proven(question: Question, made: Made) -> bool:
    """Whether the file proves what is asked: decided here by rules that share nothing with those that ask."""
    dates, amounts = made.texts
    if question.kind == "decimal_sign":
        return not all_read_both_ways(amounts)
    if question.kind == "date_order":
        return len(set.intersection(*map(orders_of, dates))) == 1
    if question.kind == "total_rows":
        return True
    if question.kind == "currency":
        return not made.others
    if question.kind == "scale":
        return "scale: unclear" not in made.features
    if question.kind == "wide_table":
        return "shape: months" in made.features
    return question.kind == "partner_column"


def all_read_both_ways(texts: Sequence[str]) -> bool:
    """Whether every number can be written with either decimal sign."""
    bodies = [re.sub(r"[^\d.,'’ \u00a0\u202f]", "", text).strip() for text in texts]
    bodies = [re.sub(r"[\u00a0\u202f]", " ", body) for body in bodies if any(map(str.isdigit, body))]
    return all(_is_written_with(".", body) and _is_written_with(",", body) for body in bodies)


def _is_written_with(decimal: str, body: str) -> bool:
    """Whether digits are a number with this decimal sign: ungrouped, or grouped in threes by any other sign."""
    group = "," if decimal == "." else "."
    whole = rf"(?:\d+|\d{{1,3}}(?:[{group} '’]\d{{3}})+)"
    return re.fullmatch(rf"{whole}(?:[{decimal}]\d+)?", body) is not None


def orders_of(text: str) -> set[str]:
    """The orders in which the digits of a text are a day."""
    fields = re.findall(r"\d+", text)[:3]
    found = set()
    for order in ("dmy", "mdy", "ymd"):
        known = dict(zip(order, fields, strict=False))
        if len(known) < 3 or len(known["y"]) == 1 or len(known["d"]) > 2 or len(known["m"]) > 2:
            continue
        year = int(known["y"])
        try:
            dt.date(year if year > 99 else 2000 + year, int(known["m"]), int(known["d"]))
        except ValueError:
            continue
        found.add(order)
    return found


# The table


def as_table(outcomes: dict[int, tuple[Made, Outcome]]) -> str:
    """A line for each feature: how many files have it, and what became of them, in percent; faults as counts."""
    by_feature: dict[str, Counter[str]] = defaultdict(Counter)
    for made, outcome in outcomes.values():
        for name in ("all files", *sorted(set(made.features))):
            by_feature[name][outcome.kind] += 1
    lines = [
        "| feature | files | right | asked | named | refused | needless | silent | crashed |",
        "|---" * 9 + "|",
    ]
    for name in sorted(by_feature, key=lambda name: (name != "all files", name)):
        counts = by_feature[name]
        whole = counts.total()
        shares = [f"{100 * counts[kind] / whole:.1f} %" for kind in KINDS[:4]]
        shown = name.replace("|", "\\|").replace("\t", "tab")
        lines.append(
            f"| {shown} | {whole:,} | {' | '.join([*shares, *(str(counts[kind]) for kind in KINDS[4:])])} |"
        )
    asked = Counter(kind for _made, outcome in outcomes.values() for kind in outcome.asked)
    return "\n".join(
        [*lines, "", f"asked: {', '.join(f'{kind} {count:,}' for kind, count in asked.most_common())}"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("count", type=int, nargs="?", default=1_000)
    parser.add_argument("--from", type=int, default=0, dest="first", metavar="NUMBER")
    parser.add_argument(
        "--each", action="store_true", help="print every file that is asked, named or refused"
    )
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerdesk.settings")
    if not settings.configured:
        settings.configure(USE_I18N=False)
    outcomes: dict[int, tuple[Made, Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.first, given.first + given.count):
            made = make(number)
            outcome = judged(made, Path(folder))
            outcomes[number] = (made, outcome)
            if outcome.kind in FAULTS or (given.each and outcome.kind != "right"):
                print(f"{number} {outcome.kind}: {outcome.why} | {'; '.join(made.features)}", flush=True)
    print(as_table(outcomes))


if __name__ == "__main__":
    main()
