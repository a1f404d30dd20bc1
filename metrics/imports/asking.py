"""The questions that a file leaves open, as the mapping page asks them, and what was answered."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from metrics.files.questions import KINDS, Question, Said, Words, in_words
from partnerdesk.core import dates

FIELD = "answer:"
"""Begins the names of fields that hold answers; the question's id follows."""

OTHER = "other:"
"""Begins the names of fields for an answer that is none of the choices."""

MOST_BUTTONS = 8
"""With more choices than these a question is a list to choose from."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True)
class AskedChoice:
    """One answer: what follows from it, and what the column's own values are read as."""

    answer: str
    words: str
    read: tuple[str, ...]
    is_likely: bool
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question on the page. `answer` is what was said before; empty where it is open."""

    number: int
    id: str
    words: str
    proof: str
    is_must: bool
    takes_other: bool
    choices: tuple[AskedChoice, ...]
    answer: str = ""

    @property
    def field(self) -> str:
        return f"{FIELD}{self.id}"

    @property
    def other_field(self) -> str:
        return f"{OTHER}{self.id}"

    @property
    def place(self) -> str:
        """Its id on the page."""
        return f"question-{self.number}"

    @property
    def is_list(self) -> bool:
        return len(self.choices) > MOST_BUTTONS


@dataclass(frozen=True)
class Answered:
    """What was said about this file or kept with its source, and does not stand open any more."""

    id: str
    words: str
    answer: str


def asked(questions: Sequence[Question], answers: Mapping[str, str], needed: Container[str]) -> list[Asked]:
    """Questions in the reader's language, those first that must be answered: their ids are in `needed`."""
    ordered = sorted(questions, key=lambda question: question.id not in needed)
    return [
        _asked(number, question, answers, is_must=question.id in needed)
        for number, question in enumerate(ordered, 1)
    ]


def _asked(number: int, question: Question, answers: Mapping[str, str], *, is_must: bool) -> Asked:
    given = answers.get(question.id, "")
    choices = tuple(
        AskedChoice(
            choice.answer,
            said(choice.follows) or choice.answer,
            tuple(told(text) for text in choice.read),
            choice.answer == question.likely,
            choice.answer == given,
        )
        for choice in question.choices
    )
    return Asked(
        number=number,
        id=question.id,
        words=said(question.words),
        proof=said(question.proof),
        is_must=is_must,
        takes_other=KINDS[question.kind].is_open,
        choices=choices,
        answer=given,
    )


def answered(open_ones: Sequence[Question], answers: Mapping[str, str]) -> list[Answered]:
    """The answers to what is not asked any more."""
    still = {question.id for question in open_ones}
    by_prefix = {KINDS[kind].prefix: KINDS[kind] for kind in KINDS}
    found = []
    for name, answer in answers.items():
        prefix, _colon, about = name.partition(":")
        kind = by_prefix.get(prefix)
        if kind and name not in still:
            words = said(Said(kind.words, {"column": about.partition(":")[0]}))
            found.append(Answered(name, words, told(answer)))
    return found


def said(words: Words) -> str:
    """A sentence in the reader's language, its days and periods as people write them."""
    if isinstance(words, Said):
        words = Said(words.words, {name: told(value) for name, value in words.given.items()})
    return in_words(words, _)


def told(value: Any) -> Any:
    """A day or a period in ISO's form as people write it; all else as it is."""
    if not isinstance(value, str):
        return value
    if DAY.fullmatch(value):
        return dates.day(value)
    if MONTH.fullmatch(value):
        return dates.month(value)
    if found := QUARTER.fullmatch(value):
        return dates.period(f"{found[1]}-{int(found[2]) * 3 - 2:02}", 3)
    return value


def answers_in(posted: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What a person said, with what was said before. An answer of their own goes before a chosen one."""
    found = dict(before)
    for name, value in posted.items():
        if name.startswith(FIELD) and value.strip():
            found[name.removeprefix(FIELD)] = value.strip()
    for name, value in posted.items():
        if name.startswith(OTHER) and value.strip():
            found[name.removeprefix(OTHER)] = value.strip()
    return found
