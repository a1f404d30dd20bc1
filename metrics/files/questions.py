"""What a file does not tell and a person is asked: kinds of questions, and a question with choices. Pure; no Django.

Words are marked for translation and resolved by who shows them (`Said.shown`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from metrics.measures.marking import gettext_noop as _

MOST_READ = 3
"""How many of a column's own values a choice shows."""

Translate = Callable[[str], str]


class UnknownQuestion(KeyError):
    """There is no kind of question of this name."""


@dataclass(frozen=True)
class Said:
    """A sentence to people: words marked for translation, and what stands in their places (`%(name)s`)."""

    words: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def shown(self, translate: Translate = str) -> str:
        """The sentence in the language of `translate` (Django's gettext; by default as it is written)."""
        return translate(self.words) % self.given

    def as_data(self) -> dict[str, Any]:
        """To be kept, and said later in the language of who reads it."""
        return {"words": self.words, "given": dict(self.given)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Said":
        """What `as_data` kept."""
        return cls(kept["words"], kept["given"])

    def __hash__(self) -> int:
        return hash((self.words, tuple(sorted((name, str(value)) for name, value in self.given.items()))))


class UnknownAnswer(ValueError):
    """An answer that is none of a question's choices, and none of what else its kind takes; `said` tells people.

    `question` is the id of what was answered.
    """

    def __init__(self, question: str, said: Said) -> None:
        super().__init__(said.shown())
        self.question, self.said = question, said


Words = Said | str
"""A sentence that is still to be translated, or one that was."""


def in_words(words: Words, translate: Translate = str) -> str:
    """A sentence as people read it."""
    return words.shown(translate) if isinstance(words, Said) else words


@dataclass(frozen=True)
class Choice:
    """One answer, what the column's own values are then read as (at most three), and what follows from it."""

    answer: str
    read: tuple[str, ...] = ()
    follows: Words = ""

    def as_data(self) -> dict[str, Any]:
        """As commands write it: `{"answer": "decimal", "read": ["12.5"]}`."""
        return {"answer": self.answer, "read": list(self.read)}


@dataclass(frozen=True)
class Question:
    """What is asked of a person. `must` says that nothing is imported without an answer.

    `likely` is an answer for which there is evidence; it is never taken by itself. `proof` says what in the file
    would have settled it. `column` is None where the whole file is meant. Raises UnknownQuestion.
    """

    id: str
    kind: str
    column: str | None
    must: bool
    likely: str | None
    choices: tuple[Choice, ...]
    proof: Words = ""

    def __post_init__(self) -> None:
        KINDS[self.kind]

    @property
    def words(self) -> Said:
        """The question as people read it."""
        return Said(KINDS[self.kind].words, {"column": self.column or ""})

    def as_data(self) -> dict[str, Any]:
        """As commands write it, without words."""
        return {
            "id": self.id,
            "kind": self.kind,
            "column": self.column,
            "must": self.must,
            "likely": self.likely,
            "choices": [choice.as_data() for choice in self.choices],
        }


@dataclass(frozen=True)
class QuestionKind:
    """All that a kind of question says of itself. `prefix` begins the ids; `proof` is what would settle it.

    `is_open` marks a kind that takes answers beside its choices, such as any currency or time zone;
    who reads the answer checks it. `is_of_file` marks one whose answer holds for one file and not for the next one.
    """

    kind: str
    prefix: str
    words: str
    proof: str
    must: bool
    is_open: bool = False
    is_of_file: bool = False


EVERY = (
    QuestionKind(
        "decimal_sign",
        "decimal",
        _("Does the sign in “%(column)s” group thousands, or does it begin the decimals?"),
        _("A number with both signs, with the same sign twice, or with other than three digits behind it."),
        must=True,
    ),
    QuestionKind(
        "date_order",
        "date_order",
        _("In which order do the dates in “%(column)s” give day, month and year?"),
        _("A date whose day is above 12."),
        must=True,
    ),
    QuestionKind(
        "century",
        "century",
        _("Which century do the years of two digits in “%(column)s” mean?"),
        _("Years of four digits."),
        must=True,
    ),
    QuestionKind(
        "currency",
        "currency",
        _("In which currency is “%(column)s”?"),
        _("One currency's code or own sign beside the numbers, in the header, or in a column of currencies."),
        must=True,
        is_open=True,
    ),
    QuestionKind(
        "scale",
        "scale",
        _("By what are the numbers in “%(column)s” to be multiplied?"),
        _("A header that says it in words, such as “in thousands”."),
        must=True,
    ),
    QuestionKind(
        "rating_scale",
        "rating_scale",
        _("On which scale are the ratings in “%(column)s”?"),
        _("A header that names the scale, or answers above 7 beside one of 0."),
        must=True,
    ),
    QuestionKind(
        "time_zone",
        "time_zone",
        _("In which time zone is the day of “%(column)s” meant?"),
        _("Days without a time, or times that fall into the same month everywhere."),
        must=True,
        is_open=True,
    ),
    QuestionKind(
        "sheet",
        "sheet",
        _("Which sheet of the workbook is meant?"),
        _("A workbook with one sheet that holds a table."),
        must=True,
        is_open=True,
    ),
    QuestionKind(
        "wide_table",
        "wide_table",
        _("Does each of these columns hold one period of the same figure?"),
        _("A table with a row for each partner and period."),
        must=True,
        is_of_file=True,
    ),
    QuestionKind(
        "total_rows",
        "total_rows",
        _("Are these rows sums of others, to be left out?"),
        _("Amounts that are exactly the sum of the rows above them."),
        must=True,
        is_of_file=True,
    ),
    QuestionKind(
        "spelling",
        "spelling",
        _("Are these spellings in “%(column)s” the same?"),
        _("One spelling for each thing."),
        must=False,
    ),
    QuestionKind(
        "coverage",
        "coverage",
        _("Does the file hold the whole period?"),
        _("Rows from the first days of the first period to the last days of the last one."),
        must=False,
        is_of_file=True,
    ),
    QuestionKind(
        "partner_column",
        "partner_column",
        _("Which column names the partner?"),
        _("One column whose header names a partner."),
        must=True,
        is_open=True,
    ),
    QuestionKind(
        "period_column",
        "period_column",
        _("Which column says when a row counts?"),
        _("One column of dates."),
        must=True,
        is_open=True,
    ),
    QuestionKind(
        "fiscal_year",
        "fiscal_year",
        _("With which month does the first fiscal year in “%(column)s” begin?"),
        _("Months in place of fiscal quarters."),
        must=True,
        is_of_file=True,
    ),
)


class Registry:
    """Kinds of questions by name. Asked for one that it does not know, it raises UnknownQuestion."""

    def __init__(self, kinds: Iterable[QuestionKind]) -> None:
        self._kinds = {kind.kind: kind for kind in kinds}

    def __getitem__(self, kind: str) -> QuestionKind:
        try:
            return self._kinds[kind]
        except KeyError:
            raise UnknownQuestion(f"there is no kind of question {kind!r}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)


KINDS = Registry(EVERY)

NO_CHOICE = _("%(question)s: “%(answer)s” is none of its answers: %(choices)s.")


def ask(
    kind: str,
    column: str = "",
    *,
    choices: Iterable[Choice],
    about: str = "",
    likely: str | None = None,
    must: bool | None = None,
) -> Question:
    """A question of a kind. Raises UnknownQuestion.

    `about` tells apart several questions of one kind and column: it ends the id. `must` differs from the kind's
    only where the answer changes no figure that is proposed.
    """
    declared = KINDS[kind]
    return Question(
        id=question_id(kind, column, about),
        kind=kind,
        column=column or None,
        must=declared.must if must is None else must,
        likely=likely,
        choices=tuple(choices),
        proof=Said(declared.proof),
    )


def question_id(kind: str, column: str = "", about: str = "") -> str:
    """`decimal:Amount`; `spelling:Stage:Closed Won`; `partner_column`. Raises UnknownQuestion."""
    return ":".join(part for part in (KINDS[kind].prefix, column, about) if part)


def lasting(answers: Mapping[str, str]) -> dict[str, str]:
    """Of the answers about a file those that hold for the next one of its kind as well."""
    of_file = {kind.prefix for kind in EVERY if kind.is_of_file}
    return {name: answer for name, answer in answers.items() if name.partition(":")[0] not in of_file}


def spellings_in(answers: Mapping[str, str]) -> dict[str, str]:
    """Of some answers those about spellings."""
    prefix = KINDS["spelling"].prefix
    return {name: answer for name, answer in answers.items() if name.partition(":")[0] == prefix}


def answered(question: Question, answers: Mapping[str, Any]) -> str | None:
    """The answer that was given to a question, as text; None where there is none. Raises UnknownAnswer."""
    given = answers.get(question.id)
    if given is None:
        return None
    text = str(given)
    if not KINDS[question.kind].is_open and text not in {choice.answer for choice in question.choices}:
        choices = ", ".join(choice.answer for choice in question.choices)
        said = Said(NO_CHOICE, {"question": question.id, "answer": text, "choices": choices})
        raise UnknownAnswer(question.id, said)
    return text
