"""What people say of a gap is kept with its source: the next file of the source is read so, whoever brings it."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Role
from metrics.causes import actions, answers
from metrics.models import Cause, Source
from partnerdesk.core.models import Event
from tests.factories import make_person

STAGES = ["Closed Won"] * 36 + ["Closed won"] * 6 + ["Closed Lost"] * 18
DEALS = "".join(f"A,{stage},2025-01-{at % 28 + 1:02}\n" for at, stage in enumerate(STAGES))


@pytest.fixture
def by():
    return make_person(Role.STEWARD)


def undo(cause, by):
    newest = Event.objects.filter(subject_id=cause.pk, by=by).latest("pk")
    actions.undo(cause, event_id=newest.pk, by=by, now=timezone.now())
    cause.refresh_from_db()


class TestSpellings:
    @pytest.fixture
    def path(self, write, suggested):
        path = write(f"Account Name,Stage,Close Date\n{DEALS}", "deals.csv")
        suggested(path)
        return path

    def kinds(self, found):
        return {gap["kind"] for gap in found["gaps"]}

    def test_that_are_the_same_count_as_one_in_the_next_file(self, path, suggested, told, by):
        [cause] = Cause.objects.filter(kind="spelling")
        before = told("win_rate", "2025-01", "2025-01")["value"]
        actions.say_alike(cause, are_same=True, by=by, now=timezone.now())
        assert told("win_rate", "2025-01", "2025-01")["value"] == before, "until then it stays as it was read"
        kept = Source.objects.get().mapping["format"]["answers"]
        assert kept["spelling:Stage:Closed Won"] == "same"
        assert "spelling" not in self.kinds(suggested(path))
        assert told("win_rate", "2025-01", "2025-01")["value"] == 70
        cause.refresh_from_db()
        assert cause.status == "settled"

    def test_that_are_two_are_a_gap_no_longer(self, path, suggested, told, by):
        [cause] = Cause.objects.filter(kind="spelling")
        before = told("win_rate", "2025-01", "2025-01")["value"]
        actions.say_alike(cause, are_same=False, by=by, now=timezone.now())
        assert "spelling" not in self.kinds(suggested(path))
        assert told("win_rate", "2025-01", "2025-01")["value"] == before

    def test_the_answer_is_taken_back(self, path, suggested, by):
        [cause] = Cause.objects.filter(kind="spelling")
        before = Source.objects.get().mapping
        actions.say_alike(cause, are_same=True, by=by, now=timezone.now())
        undo(cause, by)
        assert (cause.status, Source.objects.get().mapping) == ("open", before)
        assert "spelling" in self.kinds(suggested(path))


class TestLabels:
    @pytest.fixture
    def other(self, write, tmp_path, capsys):
        rows = "".join(f"a,Won,2025-01-{day:02}\nb,Lost,2025-01-{day:02}\n" for day in range(1, 29))
        mapping = tmp_path / "m.yaml"
        call_command("inspect", str(write(f"Partner,Stage,Close Date\n{rows}")), "--mapping", str(mapping))
        other = write(f"Partner,Stage,Close Date\n{rows}".replace("a,Won", "a,Gewonnen"), "other.csv")

        def other_file():
            capsys.readouterr()
            call_command("import_observations", str(other), "--mapping", str(mapping))
            return json.loads(capsys.readouterr().out)

        return other_file

    def test_a_label_means_one_that_the_mapping_names(self, other, told, by):
        other()
        [cause] = Cause.objects.filter(kind="unmapped_label").with_extent()
        assert (cause.label, cause.rows) == ("Gewonnen", 28)
        assert "Won" in answers.named_labels(cause)
        actions.say_label(cause, into="Won", by=by, now=timezone.now())
        assert "unmapped_label" not in {gap["kind"] for gap in other()["gaps"]}
        cause.refresh_from_db()
        assert cause.status == "settled"
        assert told("win_rate", "2025-01", "2025-01")["value"] == 50

    def test_the_answer_is_taken_back(self, other, by):
        other()
        [cause] = Cause.objects.filter(kind="unmapped_label").with_extent()
        before = Source.objects.get().mapping
        actions.say_label(cause, into="Won", by=by, now=timezone.now())
        undo(cause, by)
        assert (cause.status, Source.objects.get().mapping) == ("open", before)

    def test_labels_are_causes_of_their_own_with_whose_rows_they_are(self, other):
        other()
        [cause] = Cause.objects.filter(kind="unmapped_label")
        [gap] = cause.gaps.all()
        assert (len(gap.partners), gap.partner_rows) == (1, [28])
