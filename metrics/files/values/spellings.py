"""Spellings of labels that are probably meant to be one, as questions that may stay open. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.files.questions import MOST_READ, Choice, Question, Said, answered, ask
from metrics.files.values.columns import Cell, rows_in
from metrics.files.values.plain import label_of
from metrics.measures.marking import gettext_noop as _
from partners.labels import alike_within, squeezed

SAME, APART = "same", "apart"
ALL_ONE = _("All %(rows)s rows count as “%(label)s”.")
KEPT_APART = _("They are kept apart, and a gap names them.")

MOST_QUESTIONS = 30
"""How many groups of a column are asked about one by one, the largest first. The rest is kept apart."""

MOST_COMPARED = 100
"""Up to so many labels a column is looked through for typing errors as well."""

NUMBERED = re.compile(r"^\d{1,2}\s*[-.):]\s*(?=\D)")
FLOAT_KEY = re.compile(r"(\d+)\.0+")
LEGAL = re.compile(
    r"[,\s]*\b(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|gmbh|mbh|ag|kg|ohg|ug|se|sa|s a"
    r"|sas|sarl|srl|spa|s p a|bv|b v|nv|n v|ab|as|oy|oyj|aps|a s|kk|k k|pty|pte|pvt|lp)\b\.?|& co\b\.?"
)
LEGAL_JAPANESE = re.compile(r"株式会社|有限会社|合同会社|合資会社|\((?:株|有|同)\)")
OPPOSITES = ("un", "dis", "in", "im", "non", "not", "no")


@dataclass(frozen=True)
class Group:
    """Spellings of one thing, the most frequent first. `is_typing` says that they differ in typing alone."""

    cells: tuple[Cell, ...]
    is_typing: bool

    @property
    def label(self) -> str:
        return label_of(self.cells[0].raw)

    @property
    def rows(self) -> int:
        return rows_in(self.cells)


def typed(label: str) -> str:
    """What is left of a label without its typing: case, width, accents' form, spaces, signs, a key's “.0”."""
    plain = unicodedata.normalize("NFKC", label).strip()
    key = FLOAT_KEY.fullmatch(plain)
    return key[1] if key else squeezed(plain) or plain


def named(label: str) -> str:
    """What is left without a legal form and without the number of a stage: `5 - Closed/Won`, `Acme GmbH & Co. KG`."""
    plain = LEGAL_JAPANESE.sub("", unicodedata.normalize("NFKC", label)).casefold().strip()
    if key := FLOAT_KEY.fullmatch(plain):
        return key[1]
    plain = NUMBERED.sub("", plain)
    short = LEGAL.sub(" ", plain.replace(".", " ") if "." in plain else plain)
    return squeezed(short) or squeezed(plain) or plain


def groups(cells: Iterable[Cell]) -> list[Group]:
    """The groups of a column that have more than one spelling, the largest first.

    Spaces around a label are no spelling of their own, nor is the form of its accents: every reader takes them away.
    """
    merged = _in_one_form(cells)
    by_name: dict[str, list[Cell]] = {}
    for cell in merged:
        by_name.setdefault(named(cell.raw), []).append(cell)
    found = [_group(same) for same in by_name.values() if len(same) > 1]
    if len(merged) <= MOST_COMPARED:
        found += _typing_errors(merged, found)
    return sorted(found, key=lambda group: -group.rows)


def _in_one_form(cells: Iterable[Cell]) -> list[Cell]:
    merged: dict[str, Cell] = {}
    for cell in cells:
        label = label_of(cell.raw)
        known = merged.get(label)
        count = cell.count + (known.count if known else 0)
        merged[label] = Cell(label, cell.plain, count, known.line if known else cell.line)
    return list(merged.values())


def _group(same: Sequence[Cell]) -> Group:
    ordered = tuple(sorted(same, key=lambda cell: (-cell.count, cell.line)))
    return Group(ordered, is_typing=len({typed(cell.raw) for cell in ordered}) == 1)


def _typing_errors(cells: Sequence[Cell], found: Sequence[Group]) -> list[Group]:
    """Pairs of nearly the same letters. Of a word and its opposite (enabled, disabled) none is an error."""
    known = {cell.raw for group in found for cell in group.cells}
    by_label = {cell.raw: cell for cell in cells if cell.raw not in known}
    pairs = alike_within({label: cell.count for label, cell in by_label.items()})
    return [
        Group((by_label[pair.suggestion], by_label[pair.label]), is_typing=False)
        for pair in pairs
        if not _are_opposite(squeezed(pair.label), squeezed(pair.suggestion))
    ]


def _are_opposite(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return any(long == prefix + short for prefix in OPPOSITES)


def settle_spellings(
    name: str, cells: Iterable[Cell], answers: Mapping[str, Any]
) -> tuple[dict[str, str], list[Question]]:
    """Spellings that were said to be the same, with the one to use, and the questions that are open."""
    respelled: dict[str, str] = {}
    questions = []
    for group in groups(cells)[:MOST_QUESTIONS]:
        question = _question(name, group)
        answer = answered(question, answers)
        if answer is None:
            questions.append(question)
        elif answer == SAME:
            respelled |= {cell.raw: group.label for cell in group.cells if cell.raw != group.label}
    return respelled, questions


def _question(name: str, group: Group) -> Question:
    read = tuple(f"{cell.raw} ×{cell.count}" for cell in group.cells[:MOST_READ])
    same = Said(ALL_ONE, {"rows": group.rows, "label": group.label})
    choices = [Choice(SAME, (f"{group.label} ×{group.rows}",), same), Choice(APART, read, Said(KEPT_APART))]
    likely = SAME if group.is_typing else None
    return ask("spelling", name, about=group.label, choices=choices, likely=likely)
