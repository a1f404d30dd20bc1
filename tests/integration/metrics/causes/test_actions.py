"""What is done about causes: accepted until a day, given, asked, answered; and each of it taken back."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from accounts.models import Role
from metrics.causes import actions, answers
from metrics.gaps import lifecycle
from metrics.gaps.states import CauseStatus
from metrics.models import Cause, Gap, MetricSummary, Source
from metrics.observations.calendar_turns import follow_calendar
from partnerdesk.core.models import Event, Job, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.models import LabelMerge, Partner
from tests.factories import make_person

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
FULL = ("a,2024-01-05,100,60", "a,2024-02-05,200,150", "b,2024-02-06,50,20", "b,2024-01-06,50,NULL")
"""One row of four lacks its cost, in January, of b."""


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as found:
        yield found


@pytest.fixture
def by():
    return make_person(Role.STEWARD)


def missing():
    return Cause.objects.with_owners().with_extent().get(kind="missing_value")


def of_two_months(figure):
    return figure("gross_margin", "2024-01", "2024-02", today=NOW.date())


class TestAccepting:
    @pytest.fixture(autouse=True)
    def loaded(self, load, clock):
        load(*FULL)

    def test_it_weakens_nothing_until_that_day_and_comes_back_by_itself(self, figure, by, accept, clock):
        weak = of_two_months(figure).quality
        assert (weak.has_gap, weak.gap_share > 0.05) == (True, True)
        accept(missing(), by, days=3)
        found = of_two_months(figure)
        assert (found.quality.has_gap, found.quality.gap_share, found.gaps) == (False, 0, ())
        later = figure("gross_margin", "2024-01", "2024-02", today=NOW.date() + dt.timedelta(days=3))
        assert not later.quality.has_gap, "the day itself is included"
        over = figure("gross_margin", "2024-01", "2024-02", today=NOW.date() + dt.timedelta(days=4))
        assert over.quality == weak

    def test_it_is_said_beside_the_figure_with_its_reason(self, figure, by, accept):
        accept(missing(), by, days=3)
        assert of_two_months(figure).notes == (
            "Accepted until 1 Dec 2026: 1 row without cost in Jan 2024. The ERP has none.",
        )

    def test_the_lists_follow_at_once_and_again_on_the_day_after(self, by, accept, clock):
        def gaps():
            return MetricSummary.objects.get(metric="gross_margin").gaps

        assert gaps() == 1
        accept(missing(), by, days=3)
        assert gaps() == 0
        clock.move_to(NOW + dt.timedelta(days=3))
        follow_calendar(timezone.now())
        assert (missing().status, gaps()) == ("accepted", 0)
        clock.move_to(NOW + dt.timedelta(days=4))
        follow_calendar(timezone.now())
        assert (missing().status, missing().reason, gaps()) == ("open", "", 1)

    def test_it_is_taken_back(self, figure, by, accept, undo):
        accept(missing(), by)
        undo(missing(), by)
        assert missing().status == "open"
        assert of_two_months(figure).quality.has_gap
        assert MetricSummary.objects.get(metric="gross_margin").gaps == 1

    def test_it_is_opened_again_and_that_too_is_taken_back(self, by, accept, undo):
        accept(missing(), by)
        actions.reopen(missing(), by=by, now=timezone.now())
        assert missing().status == "open"
        undo(missing(), by)
        assert (missing().status, missing().reason) == ("accepted", "The ERP has none.")

    @pytest.mark.parametrize(
        ("until", "reason", "words"),
        [
            (NOW.date() - dt.timedelta(days=1), "Known.", "later day"),
            (NOW.date(), " ", "Say why"),
        ],
    )
    def test_what_is_refused(self, until, reason, words, by):
        with pytest.raises(Blocked, match=words):
            actions.accept(missing(), until=until, reason=reason, by=by, now=timezone.now())

    def test_late_data_are_not_accepted(self, by, accept):
        late = Cause.objects.filter(kind="late").first()
        with pytest.raises(Blocked, match="age"):
            accept(late, by)

    def test_an_empty_period_that_is_accepted_weakens_nothing(self, load, figure, by, accept):
        load("a,2025-01-05,100,60", "a,2025-03-05,100,60", source="holes")
        hole = Cause.objects.get(kind="missing_period", metric="gross_margin")
        before = figure("gross_margin", "2025-01", "2025-03")
        assert before.quality.has_empty_period
        accept(hole, by)
        after = figure("gross_margin", "2025-01", "2025-03")
        assert not after.quality.has_empty_period
        assert before.settled({hole.pk}) == after.quality, "what was promised is what comes"

    def test_it_is_not_asked_of_viewers(self, accept):
        with pytest.raises(NotAllowed):
            accept(missing(), make_person(Role.VIEWER))


class TestStates:
    @pytest.fixture(autouse=True)
    def loaded(self, load):
        load(*FULL)

    @pytest.mark.parametrize(
        "values",
        [
            {"status": "accepted"},
            {"status": "accepted", "accepted_until": NOW.date()},
            {"reason": "left over"},
            {"status": "settled"},
            {"settled_at": NOW},
            {"status": "answered"},
            {"asked_at": NOW},
            {"status": "wrong"},
        ],
    )
    def test_the_database_refuses_what_can_not_be(self, values):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            Cause.objects.filter(kind="missing_value").update(**values)

    def test_the_database_knows_the_moves(self):
        now = timezone.now()
        Cause.objects.filter(kind="missing_value").update(status="settled", settled_at=now)
        with pytest.raises(ProgrammingError, match="transition"), transaction.atomic():
            Cause.objects.filter(kind="missing_value").update(
                status="answered", answer={"a": 1}, settled_at=None
            )

    def test_a_cause_is_there_once(self):
        found = missing()
        with pytest.raises(IntegrityError), transaction.atomic():
            Cause.objects.create(
                source=found.source, kind=found.kind, metric=found.metric, column=found.column
            )

    def test_a_better_file_settles_it_and_a_worse_one_opens_it(self, load, by):
        actions.assign(missing(), owner=by, by=by, now=timezone.now())
        load(*FULL[:3], "b,2024-01-06,50,20")
        assert (missing().status, missing().settled_at is not None) == ("settled", True)
        load(*FULL)
        assert (missing().status, missing().settled_at, missing().owner) == ("open", None, by)

    def test_what_changed_since_is_not_taken_back(self, by, undo):
        actions.set_due(missing(), due_on=NOW.date(), by=by, now=timezone.now())
        first = Event.objects.filter(kind="cause.due_set").latest("pk")
        actions.set_due(missing(), due_on=None, by=by, now=timezone.now())
        with pytest.raises(Blocked, match="changed again"):
            actions.undo(missing(), event_id=first.pk, by=by, now=timezone.now())

    def test_nothing_is_taken_back_twice(self, by, undo):
        actions.set_due(missing(), due_on=NOW.date(), by=by, now=timezone.now())
        event = Event.objects.filter(kind="cause.due_set").latest("pk")
        actions.undo(missing(), event_id=event.pk, by=by, now=timezone.now())
        assert missing().due_on is None
        for again in (event.pk, Event.objects.latest("pk").pk, 0):
            with pytest.raises(Blocked):
                actions.undo(missing(), event_id=again, by=by, now=timezone.now())

    def test_a_change_that_changes_nothing_leaves_no_trace(self, by):
        before = Event.objects.count()
        lifecycle.change(missing(), "due_set", by=by, now=timezone.now(), due_on=None)
        assert Event.objects.count() == before


class TestOwners:
    @pytest.fixture(autouse=True)
    def loaded(self, load):
        load(*FULL)

    def test_somebody_always_answers(self, by, definition):
        admin, keeper, other = make_person(Role.ADMIN), make_person(Role.STEWARD), make_person(Role.STEWARD)
        make_person(Role.ADMIN)
        assert missing().answers_id == admin.pk
        metric = definition("gross_margin").metric
        metric.owner = keeper
        metric.save()
        assert missing().answers_id == keeper.pk
        Source.objects.filter(name="sales").update(owner=other)
        assert missing().answers_id == other.pk
        actions.assign(missing(), owner=by, by=by, now=timezone.now())
        assert missing().answers_id == by.pk
        by.is_active = False
        by.save()
        assert missing().answers_id == other.pk, "who has left answers for nothing"

    def test_of_several_metrics_one_that_has_an_owner(self, load, definition):
        load("a,2024-03-05,x,60")
        shared = Cause.objects.with_owners().filter(kind="bad_number")
        make_person(Role.ADMIN)
        metric, keeper = definition("fulfilled_revenue").metric, make_person(Role.STEWARD)
        metric.owner = keeper
        metric.save()
        assert shared.get().concerns == ["fulfilled_revenue", "gross_margin"]
        assert shared.get().answers_id == keeper.pk

    def test_who_is_asked_is_told_on_the_desk_and_by_mail(self, by, undo):
        whom = make_person(Role.VIEWER)
        actions.ask(missing(), whom=whom, words="Where is the cost?", by=by, now=timezone.now())
        notice = Notice.objects.get(person=whom, kind="gap_asked")
        assert notice.what == f"{by.name} asks about a gap in data: 1 row without cost, Jan 2024"
        assert (notice.address, notice.is_for_mail) == (f"/metrics/gaps/{missing().pk}/", True)
        assert Job.objects.filter(kind="mail.digest", subject_id=whom.pk).exists()
        assert (missing().asked, [note.text for note in missing().notes.all()]) == (
            whom,
            ["Where is the cost?"],
        )
        actions.ask(missing(), whom=whom, words="", by=by, now=timezone.now())
        assert Notice.objects.filter(person=whom).count() == 2, "asked again is told again"

    def test_asking_is_taken_back(self, by, undo):
        actions.ask(missing(), whom=make_person(), words="", by=by, now=timezone.now())
        undo(missing(), by)
        assert (missing().asked, missing().asked_at) == (None, None)

    def test_who_gets_it_is_told_and_it_goes_back(self, by, undo):
        other = make_person(Role.STEWARD)
        actions.assign(missing(), owner=other, by=by, now=timezone.now())
        assert Notice.objects.get(person=other).what.startswith(f"{by.name} gave you a gap to settle")
        undo(missing(), by)
        assert missing().owner is None


class TestMergingInTheDirectory:
    def test_partners_change_at_once_and_go_back(self, cause, by, undo, load):
        found = cause("similar_label")
        before = dict(Partner.objects.values_list("key", "segment"))
        assert "Ware House" in before.values()
        actions.say_alike(found, are_same=True, by=by, now=timezone.now())
        assert set(Partner.objects.exclude(segment="").values_list("segment", flat=True)) == {"Warehouse"}
        assert (cause("similar_label").status, LabelMerge.objects.get().into) == ("settled", "Warehouse")
        undo(found, by)
        assert dict(Partner.objects.values_list("key", "segment")) == before
        assert (cause("similar_label").status, LabelMerge.objects.count()) == ("open", 0)
        assert Gap.objects.get(cause=found).status == "open"

    def test_who_got_another_segment_since_keeps_it(self, cause, by, undo):
        found = cause("similar_label")
        [moved] = Partner.objects.filter(segment="Ware House")
        actions.say_alike(found, are_same=True, by=by, now=timezone.now())
        Partner.objects.filter(pk=moved.pk).update(segment="Depot")
        undo(found, by)
        moved.refresh_from_db()
        assert moved.segment == "Depot"

    def test_a_file_that_brings_the_label_again_opens_nothing(self, cause, by, load):
        from tests.integration.metrics.imports.test_run import LIST, LISTED, ROWS

        actions.say_alike(cause("similar_label"), are_same=True, by=by, now=timezone.now())
        load(*ROWS, partner_list=LIST, partners=LISTED)
        assert cause("similar_label").status == "settled"

    def test_other_kinds_have_nothing_to_merge(self, cause, by):
        with pytest.raises(Blocked, match="no label to merge"):
            actions.say_alike(cause("missing_value"), are_same=True, by=by, now=timezone.now())


class TestAnswers:
    def test_an_unknown_partner_is_one_of_the_directory_from_the_next_file_on(self, load, observed, by, undo):
        known = {"partner": {"column": "partner", "create_unknown": False}}
        load("a,2024-01-05,100,60")
        rows = ("a,2024-01-05,100,60", "A Ltd,2024-01-07,40,10")
        load(*rows, **known)
        [found] = Cause.objects.filter(kind="unknown_partner").with_owners().with_extent()
        assert answers.unknown_labels(found) == ["A Ltd"]
        partner = Partner.objects.get(key="a")
        actions.say_partner(found, label="A Ltd", partner=partner, by=by, now=timezone.now())
        found.refresh_from_db()
        assert (found.status, answers.unknown_labels(found)) == (CauseStatus.ANSWERED, [])
        assert observed()["fulfilled_revenue", "a", "2024-01"] == (100,), "what was read stays as it was read"
        imported = load(*rows, **known)
        found.refresh_from_db()
        assert (found.status, observed()["fulfilled_revenue", "a", "2024-01"]) == ("settled", (140,))
        assert imported.mapping["same"] == [{"column": "partner", "label": "A Ltd", "into": "a"}]

    def test_the_answer_is_taken_back_with_the_mapping(self, load, by, undo):
        known = {"partner": {"column": "partner", "create_unknown": False}}
        load("a,2024-01-05,100,60")
        load("A Ltd,2024-01-07,40,10", "a,2024-01-05,100,60", **known)
        before = Source.objects.get(name="sales").mapping
        [found] = Cause.objects.filter(kind="unknown_partner").with_extent()
        actions.say_partner(found, label="A Ltd", partner=Partner.objects.get(), by=by, now=timezone.now())
        assert Source.objects.get(name="sales").mapping["same"]
        undo(found, by)
        assert Source.objects.get(name="sales").mapping == before
        found.refresh_from_db()
        assert (found.status, found.answer) == ("open", {})

    def test_only_what_the_file_holds_is_named(self, load, by):
        load("a,2024-01-05,100,60")
        load("b,2024-01-05,1,1", partner={"column": "partner", "create_unknown": False})
        [found] = Cause.objects.filter(kind="unknown_partner")
        with pytest.raises(Blocked, match="unknown"):
            actions.say_partner(found, label="z", partner=Partner.objects.get(), by=by, now=timezone.now())

    def test_a_partner_that_was_added_twice_is_merged_from_the_next_file_on(self, load, observed, by):
        load("acme gmbh,2024-01-05,100,60")
        rows = ("acme gmbh,2024-01-05,100,60", "ACME-GmbH,2024-01-06,50,20")
        load(*rows)
        [found] = Cause.objects.filter(kind="similar_label")
        assert answers.alike_of(found) == answers.Alike("ACME-GmbH", "acme gmbh")
        actions.say_alike(found, are_same=True, by=by, now=timezone.now())
        load(*rows)
        found.refresh_from_db()
        assert found.status == "settled"
        assert observed()["fulfilled_revenue", "acme gmbh", "2024-01"] == (150,)
        assert ("fulfilled_revenue", "ACME-GmbH", "2024-01") not in observed()
