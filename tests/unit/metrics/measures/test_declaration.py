"""A measure declares everything about itself, or the program does not start."""

import dataclasses
from decimal import Decimal

import pytest

from metrics.dictionary.forms import MEASURE_NAMES
from metrics.measures import MEASURES, Measure, Part
from metrics.measures.combining import EVERY_VALUE, LAST, UNION
from metrics.measures.declaration import LONGEST_KIND, Incomplete, MappedField, Typed
from metrics.measures.registry import Registry, check_files
from metrics.models import Series

SHARE = MEASURES["share"]
WHOLE = {field.name: getattr(SHARE, field.name) for field in dataclasses.fields(Measure)}
NUMBER = MappedField("value", "Value", "number")
KEPT = Part("values", "values", EVERY_VALUE, EVERY_VALUE)
DATE = MappedField("to", "To", "date")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_every_measure_says_all_of_itself_in_words(measure):
    for sentence in (measure.formula, measure.left_out, measure.undefined):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
    assert MEASURE_NAMES[measure.kind] == measure.label
    assert all(part.label and "_" not in part.label for part in measure.parts)
    assert all(field.label for field in measure.fields)


def test_a_series_has_room_for_every_kind():
    assert Series._meta.get_field("measure").max_length == LONGEST_KIND


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in {"minimum", "adds_partners_up"}])
def test_nothing_can_be_left_out(name):
    with pytest.raises(TypeError, match=name):
        Measure(**{key: value for key, value in WHOLE.items() if key != name})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "Share"}, "lower-case word"),
        ({"kind": "a_very_long_kind"}, "lower-case word"),
        ({"label": ""}, "label"),
        ({"formula": ""}, "formula"),
        ({"left_out": ""}, "left_out"),
        ({"undefined": ""}, "undefined"),
        ({"arithmetic": None}, "arithmetic: give a function"),
        ({"extract": "rows"}, "extract: give a function"),
        ({"parts": ()}, "parts"),
        ({"parts": (Part("hits", "hits"), Part("hits", "hits"))}, "a name of its own"),
        ({"parts": (Part("cases", ""),)}, "part cases"),
        ({"parts": (Part("cases", "cases", over_partners=LAST),)}, "over partners"),
        ({"parts": (Part("cases", "cases", over_time=EVERY_VALUE),)}, "held otherwise"),
        ({"parts": (KEPT, Part("texts", "texts", UNION, UNION)), "cases": None}, "at most is kept"),
        ({"parts": (KEPT, Part("open", "open", LAST, runs_up=True)), "cases": None}, "runs up"),
        ({"parts": (KEPT,), "typed": Typed("one"), "cases": None}, "typed by nobody"),
        ({"parts": (KEPT,), "typed": None, "cases": "values"}, "that are numbers"),
        ({"cases": "answers"}, "cases"),
        ({"typed": Typed("")}, "typed"),
        ({"typed": Typed("none", given=(Decimal(1), Decimal(2)))}, "typed"),
        ({"fields": (NUMBER, NUMBER)}, "fields"),
        ({"fields": (MappedField("unit", "Unit", "number"),)}, "fields"),
        ({"fields": (MappedField("value", "", "number"),)}, "field value"),
        ({"fields": (MappedField("equals", "Says", "word"),)}, "a word"),
        ({"fields": (NUMBER, MappedField("equals", "Says", "word", of="value"))}, "a word"),
        ({"fields": (NUMBER, MappedField("to", "To", "date", not_before="value"))}, "after a date"),
        ({"fields": (dataclasses.replace(NUMBER, as_written=True),)}, "only labels"),
        ({"fields": (dataclasses.replace(DATE, bounds=(0, 1)),)}, "bounds and weights"),
        ({"fields": (dataclasses.replace(DATE, is_each=True),)}, "bounds and weights"),
    ],
)
def test_what_contradicts_itself_is_no_measure(changed, words):
    with pytest.raises(Incomplete, match=words):
        Measure(**(WHOLE | changed))


def test_no_kind_is_declared_twice():
    with pytest.raises(Incomplete, match="twice"):
        Registry([SHARE, SHARE])


def test_a_field_is_the_same_thing_in_every_measure():
    other = Measure(**(WHOLE | {"kind": "other", "fields": (MappedField("equals", "Value", "number"),)}))
    with pytest.raises(Incomplete, match="something else"):
        Registry([SHARE, other])


@pytest.mark.parametrize("files", [[*MEASURES, "mode"], [kind for kind in MEASURES if kind != "nps"]])
def test_a_file_without_its_row_is_told_at_the_start(files):
    with pytest.raises(Incomplete, match=r"mode|nps"):
        check_files(MEASURES, files)
