"""A weighted score: components from 0 to 100, each with the weight that the definition gives it. Pure; no Django.

Of a row the kept parts are Σ weight × value and Σ weight. Only rows that have every component count, so each adds the
same weights: over any partners and any window the score is the weighted mean of the components' own means.
"""

from collections.abc import Iterator

import numpy as np

from metrics.measures.arithmetic import quotient
from metrics.measures.declaration import MappedField, Measure, Part
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, whole


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    columns = [(prepared.weights[name], column) for name, column in prepared.weighed.items()]
    rows = prepared.rows(*(column.known for _weight, column in columns))
    decimals = max(column.decimals for _weight, column in columns)
    weighted = sum(weight * column.at(decimals)[rows] for weight, column in columns)
    weights = np.full(len(rows), sum(prepared.weights.values()))
    yield prepared.dated(rows, (np.asarray(weighted), decimals), whole(weights))


MEASURE = Measure(
    kind="weighted",
    label=_("weighted score"),
    formula=_("Of every row, weight × value of each component, added up ÷ the weights, added up."),
    left_out=_("A row that lacks a component, or has one outside 0 to 100, counts for nothing."),
    undefined=_("What was not assessed in full has no score, not a zero."),
    source=None,
    parts=(Part("weighted", _("weight × value")), Part("weights", _("weights"), is_whole=True)),
    arithmetic=quotient,
    cases=None,
    fields=(MappedField("components", _("Components"), "number", bounds=(0, 100), is_each=True),),
    extract=_extract,
    typed=None,
)
