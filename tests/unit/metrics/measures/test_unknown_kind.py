"""Whoever asks for a measure or a unit that there is not gets an error, never silence."""

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError

from metrics.definitions.schema import Definition, Dictionary
from metrics.definitions.tags import measure_words
from metrics.definitions.units import unit_code
from metrics.dictionary.load import LIBRARY
from metrics.files.reading.mapping import MetricColumns
from metrics.manual_entry.cells import cell_text, hint, read_cell
from metrics.measures import MEASURES, UnknownMeasure, window_value
from metrics.measures.combining import NUMBER, Combining
from metrics.measures.declaration import Part
from metrics.measures.tally import PartsTally
from metrics.measures.units import UnknownUnit, unit_of
from metrics.models import DefinitionVersion, Series
from metrics.observations.sums import Slice
from partnerdesk.core.library import check

DAY = dt.date(2024, 1, 1)


def part_of(kind):
    return Slice(Series(measure=kind), DAY, DAY, None)


@pytest.mark.parametrize(
    "ask",
    [
        lambda kind: MEASURES[kind],
        lambda kind: window_value(kind, []),
        lambda kind: PartsTally("metric", kind),
        lambda kind: read_cell("1", kind, None),
        lambda kind: cell_text(kind, ()),
        hint,
        measure_words,
        lambda kind: part_of(kind).columns,
        lambda kind: DefinitionVersion(series=Series(measure=kind)).can_be_typed,
    ],
)
def test_an_unknown_measure_raises(ask):
    with pytest.raises(UnknownMeasure, match="no measure 'mode'"):
        ask("mode")


def test_an_unknown_measure_is_no_part_of_a_mapping_or_of_the_dictionary():
    with pytest.raises(ValidationError, match="no measure 'mode'"):
        MetricColumns.model_validate({"metric": "it", "measure": "mode", "value": "amount"})
    entry = check(Dictionary, LIBRARY).definitions[0].as_data()
    with pytest.raises(ValidationError, match="no measure 'mode'"):
        Definition.model_validate(entry | {"measure": "mode"})
    with pytest.raises(ValidationError, match="no unit 'hours'"):
        Definition.model_validate(entry | {"unit": "hours"})


@pytest.mark.parametrize(
    "ask", [unit_of, lambda code: unit_code(code, ""), lambda code: DefinitionVersion(unit=code).is_money]
)
def test_an_unknown_unit_raises(ask):
    with pytest.raises(UnknownUnit, match="no unit 'hours'"):
        ask("hours")


def test_what_the_database_adds_up_is_what_the_measure_declares(monkeypatch):
    assert part_of("margin").columns == ["sum(parts[1])", "sum(parts[2])"]
    assert part_of("median").columns == ["jsonb_agg(kept)::text"]
    largest = Part("profit", "profit", over_partners=Combining(max, "max({})", NUMBER))
    margin = MEASURES["margin"]
    monkeypatch.setattr(Slice, "measure", replace(margin, parts=(largest, margin.parts[1])))
    assert part_of("margin").columns == ["max(parts[1])", "sum(parts[2])"]
