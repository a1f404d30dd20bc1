"""Small tables of text for tests."""

import csv
import io

from metrics.files.values.distinct import TextTable
from metrics.files.values.understanding import understand

MONTHS = ("2025-01-10", "2025-02-11", "2025-03-12")


def table(text, delimiter=","):
    """A table of a text with a header."""
    header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return TextTable(header, list(enumerate(rows, 2)))


def understood(text, delimiter=",", **more):
    return understand(table(text, delimiter), **more)


def with_columns(rows=9, **columns):
    """A table whose columns repeat these values: `with_columns(Stage=["Won", "Lost"])`."""
    cells = [[values[row % len(values)] for values in columns.values()] for row in range(rows)]
    return TextTable(list(columns), list(enumerate(cells, 2)))


def of(rows=9, answers=None, metrics=None, **columns):
    """What a table of these columns means; names may be written with “__” for a space."""
    named = {name.replace("__", " "): values for name, values in columns.items()}
    return understand(with_columns(rows, **named), answers=answers, metrics=metrics)


def asked(found, kind=None):
    """The ids of what is asked, without the edges of the file."""
    return [
        question.id
        for question in found.questions
        if question.kind != "coverage" and kind in {None, question.kind}
    ]


def proposed(found):
    return {proposal.metric: proposal.mapping for proposal in found.proposals}
