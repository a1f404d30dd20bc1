"""What rests on a cause: the list tells it from what is kept, and says what real grading says."""

import pytest

from metrics.causes import resting
from metrics.causes.effects import Effects, effect_of
from metrics.causes.resting import Resting, Use
from metrics.measures.windows import Window
from metrics.models import Cause
from metrics.observations.baselines import baseline
from metrics.observations.partner_sets import PartnerSet
from partnerdesk.core.days import workspace_today
from partners.models import Partner
from tests.factories import make_person

WINDOWS = {
    "year": Window(),
    "until May": Window.of("2026-01", "2026-05", None),
    "June": Window.of("2026-06", "2026-06", None),
}


@pytest.fixture
def scopes():
    Partner.objects.filter(key="a").update(segment="Gold")
    Partner.objects.filter(key="b").update(segment="Silver")

    def one(key):
        return PartnerSet(ids=frozenset({str(Partner.objects.get(key=key).pk)}))

    return {
        "everybody": PartnerSet(),
        "a": one("a"),
        "b": one("b"),
        "Gold": PartnerSet(segment="Gold"),
        "Silver": PartnerSet(segment="Silver"),
        "nobody": PartnerSet(segment="None"),
    }


@pytest.fixture
def rests(monkeypatch):
    """Let these rest on metrics, each by its name: `rests({"one": [use, …]})`."""

    def rests(uses):
        found = [Resting(name, name, f"/{name}/", True, tuple(each)) for name, each in uses.items()]
        monkeypatch.setattr(resting, "_finders", [lambda _person, _metrics: found])

    return rests


def test_lists_say_what_grading_says(year, load, scopes, rests, definition):
    load("a,2026-06-06,x,60", "b,x,100,60", source="other")
    uses = {
        f"{metric} {scope} {window}": [Use(definition(metric), WINDOWS[window], scopes[scope])]
        for metric in ("gross_margin", "fulfilled_revenue")
        for scope in scopes
        for window in WINDOWS
    }
    rests(uses)
    causes = list(Cause.objects.exclude(kind="late"))
    assert len(causes) == 3
    told = Effects(make_person(), workspace_today()).of(causes)
    weakened = {
        name: baseline(use.definition, use.window, use.partners).weakenings.causes
        for name, [use] in uses.items()
    }
    for cause in causes:
        said = {one.code for one in told[cause.pk].resting}
        assert said == {name for name, found in weakened.items() if cause.pk in found}, cause


def test_one_cause_grades_what_rests_on_it(year, scopes, rests, definition):
    use = Use(definition("gross_margin"), Window(), scopes["b"])
    rests({"VE-0001": [use], "VE-0002": [Use(definition("gross_margin"), Window(), scopes["a"])]})
    lines = effect_of(year, make_person(), workspace_today())
    assert [(line.code, line.now, line.then) for line in lines] == [("", "B", "A"), ("VE-0001", "C", "A")]
