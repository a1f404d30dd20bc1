"""A record with everything filled in, made by the actions that people use, on data that are generated here.

`scale` repeats what comes in rows, so that a count can be held against that of a record twice as long.
"""

import datetime as dt
import uuid
from decimal import Decimal

from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import propose
from decisions.draft.scenarios import run_scenarios
from decisions.life import reopen
from decisions.readiness.move import move_draft
from decisions.readiness.waivers import waive
from decisions.sections.pre_mortem import FailureStory
from decisions.states.stages import Stage
from metrics.measures.months import add_months
from partners.models import Partner
from tests.factories import make_committee, make_partner, make_person, make_story, prove_facts, write_gaps
from workspace.demo.filling import Filler

MONTHS = 26
METRICS = [
    {"metric": "partner_contribution", "measure": "sum", "value": "amount", "unit": "USD"},
    {"metric": "gross_margin", "measure": "margin", "revenue": "amount", "cost": "cost"},
    {"metric": "fulfilled_revenue", "measure": "sum", "value": "amount", "unit": "USD"},
]
SEGMENTS = ("ISV", "Reseller", "System integrator")


def amounts(partners, *, now=None, months=MONTHS, factor=1):
    """Rows of a file: each partner's amount and cost, month by month up to the last whole one."""
    last = add_months((now or timezone.now()).date().replace(day=1), -1)
    return [
        f"{partner.key},{add_months(last, -back):%Y-%m}-05,{(100 + 7 * place) * factor},{60 + (place * 3 + back) % 25}"
        for back in range(months)
        for place, partner in enumerate(partners)
    ]


def make_partners(count):
    """So many partners, each in a segment."""
    return [
        make_partner(name=f"Partner {place:02}", segment=SEGMENTS[place % len(SEGMENTS)])
        for place in range(count)
    ]


class Whole:
    """The record on its way. `load` is the fixture that imports rows."""

    def __init__(self, load, *, scale=1, partners=8, voters=0, now=None, **changes):
        self.scale, self.now = scale, now or timezone.now()
        self.partners = make_partners(partners)
        self.load = load
        load(*amounts(self.partners, now=self.now), metrics=METRICS, now=self.now)
        people = {name: make_person(name=f"{name.capitalize()} of the desk") for name in ("author", "owner")}
        people["approver"] = make_person(Role.MANAGER, name="Approver of the desk")
        self.voters = [people["approver"], *(make_person(name=f"Voter {n}") for n in range(1, voters))]
        committee = make_committee(*self.voters, quorum=50) if voters else None
        story = make_story("alignment-scorecard", **({"class": "standard"} | changes))
        story |= {"owner": "owner", "metric_owner": "owner"}
        story |= {"author": "author", "approver": "approver", "path": (("approver", 3), ("owner", 9))}
        story |= {"committee": committee.name if committee else "", "coi": "Declared: none"}
        story["actions"] = [(f"Action {n}", "owner", 20 + n) for n in range(2 * scale)]
        story["constraints"] = [(f"Constraint {n}", "Board") for n in range(2 * scale)]
        story["texts"] = story["texts"] | {"context": "Where we stand.\n\nAnd why."}
        self.filler = Filler(story, people, self.now)
        self.people, self.record = people, self.filler.record

    def add(self, kind, **values):
        return self.filler.add(kind, **values)

    def save(self, unit, **values):
        self.filler.save(unit, **values)

    def rows(self, model):
        return list(model.objects.filter(record=self.record))

    def move(self, to):
        move_draft(self.record, to=to, by=self.people["author"], now=self.now)

    @property
    def today(self):
        return self.now.date()

    # Frame

    def frame(self):
        self.filler.frame()
        for place in range(self.scale):
            members = [row.pk for row in self.partners[place : place + 4]]
            self.add("cohort", name=f"Pilot {place}", is_pilot=not place, partner_ids=members)
            self.add("input", label=f"Own input {place}", value="Known", as_of=self.today, owner="owner")
        for key in ("gross_margin", "fulfilled_revenue"):
            reopen.add_row(
                self.record,
                "metric",
                pk=uuid.uuid4(),
                values={"key": key},
                by=self.people["author"],
                now=self.now,
            )
        for row in self.rows(m.MetricBinding):
            self.save(row, owner="owner", note="As agreed", good_from=Decimal(30), poor_from=Decimal(20))
        for place in range(2 * self.scale):
            day = self.today + dt.timedelta(days=200 + place)
            self.add("statement", sort="assumption", text=f"It holds {place}", owner="owner", valid_until=day)
        self.scope()
        write_gaps(self.filler)

    def scope(self):
        """Ten months of data, on a list of all partners that there are."""
        last = add_months(self.today.replace(day=1), -1)
        self.filler.single(
            m.Scope,
            partners="list",
            partner_ids=[row.pk for row in self.partners],
            first_month=add_months(last, -9),
            last_month=last,
            note="In: all of them.",
        )

    # Compare

    def compare(self):
        self.filler.compare()
        self.save(
            m.TextBlock.objects.get(record=self.record, key="trade_off"), body="Breadth costs *rigour*."
        )
        metrics = {row.key: row for row in self.rows(m.MetricBinding)}
        for place in range(2 * self.scale + 3 * (self.scale - 1)):
            key = ("gross_margin", "fulfilled_revenue")[place] if place < 2 else None
            self.criterion(place, metrics[key].pk if key else None)
        for place in range(3 * (self.scale - 1)):
            self.add(
                "option", name=f"More {place}", differs=f"{place} more of it", constraints=f"Budget {place}"
            )
        said = {"form": "value", "low": Decimal(15), "likely": Decimal(22), "high": Decimal(30)}
        for row in self.rows(m.Estimate):
            if row.likely is None:
                self.save(row, **said, basis="fact", note="As they said")
        for place in range(self.scale):
            self.add("risk", statement=f"Risk {place}", mitigation="Watch it", owner="owner")
            self.add("guardrail", label=f"Own limit {place}", limit="None of it", owner="owner")
        prove_facts(self.filler)
        run_scenarios(self.record, by=self.people["author"], now=self.now)

    def criterion(self, place, metric):
        row = self.add(
            "criterion",
            name=f"Own criterion {place}",
            metric=metric,
            worst=Decimal(0),
            best=Decimal(60),
            rank=4 + place,
            swing=Decimal(40 - place),
            side="left",
        )
        m.Criterion.objects.filter(pk=row.pk).update(unit="" if metric else "points")

    # Commit

    def commit(self):
        self.filler.commit()
        metrics = {row.key: row.pk for row in self.rows(m.MetricBinding)}
        cohort = self.rows(m.Cohort)[0]
        FailureStory.objects.filter(record=self.record).delete()
        m.Threshold.objects.filter(record=self.record).delete()
        common = {"owner": "owner", "effect": "review", "samples": 2, "hold_samples": 1, "window_months": 3}
        for place in range(self.scale):
            given = common | {"active_from": self.today.replace(day=1), "note": f"Set {place}"}
            level = given | {"metric": metrics["gross_margin"], "level": Decimal(20 + place)}
            watched = self.add("threshold", **level, clear_level=Decimal(25 + place), cohort=cohort.pk)
            self.add("threshold", **level, watches="change", direction="above", segment=SEGMENTS[place % 2])
            self.add("threshold", **level, watches="level", by_partner=True, when_silent="open")
            self.add("threshold", watches="date", on_date=self.today + dt.timedelta(days=90), note="Ends")
            day = self.today + dt.timedelta(days=40 + place)
            self.add("story", story=f"Sunk {place}", ending="threshold", threshold=watched.pk)
            self.add("story", story=f"Late {place}", ending="check", check_on=day, owner="owner")
            self.add("story", story=f"Fire {place}", ending="aside", reason="Insured")
        for row in self.rows(m.ExpectedPath):
            begin = add_months(self.today.replace(day=1), 1)
            self.save(
                row, cohort=cohort.pk, ramp_from=begin, target=Decimal(33), target_by=add_months(begin, 6)
            )
        for place in range(self.scale):
            self.add(
                "evidence",
                title=f"Study {place}",
                sort="document",
                statement="It says so.",
                source="Archive",
                dated_on=self.today,
                expires_on=self.today + dt.timedelta(days=300),
            )
            self.add("evidence", title=f"Word {place}", sort="attested", attested_by="Kim", source="Call")
        self.waive()

    def waive(self):
        """One threshold has no owner, and the approver lets that pass."""
        row = m.Threshold.objects.filter(record=self.record, watches="date").first()
        waive(
            self.record,
            code="no_threshold",
            subject=str(row.pk),
            reason="The date speaks for itself.",
            by=self.people["approver"],
            now=self.now,
        )
        m.Threshold.objects.filter(record=self.record, watches="date").exclude(pk=row.pk).update(
            owner=self.people["owner"]
        )


def make_whole(load, *, to=Stage.COMMIT, **options):
    """A record with everything filled in, at commit or proposed, with what it was made from."""
    found = Whole(load, **options)
    found.frame()
    found.move(Stage.COMPARE)
    found.compare()
    found.move(Stage.COMMIT)
    found.commit()
    if to == Stage.PROPOSED:
        propose.propose(found.record, by=found.people["author"], now=found.now)
    found.record.refresh_from_db()
    return found


def everybody():
    """The ids of all partners."""
    return set(Partner.objects.values_list("pk", flat=True))
