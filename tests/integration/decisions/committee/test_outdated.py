"""A version of the first form is not put in force: it names nothing that could be watched. It goes back, with words."""

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import hold_meeting, propose
from decisions.committee.rounds import Ballotpaper
from decisions.states.meetings import MeetingState, Presence
from decisions.states.stages import Stage, Standing
from decisions.states.votes import Choice, RoundFinding, RoundOutcome
from decisions.triggers.arming import NotWatchable, arm
from decisions.versions import freeze
from decisions.versions.frozen import FrozenVersion, UnknownForm, read_frozen
from partnerdesk.core.canonical import sha256_hex
from partnerdesk.core.models import Event, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import decide, fresh, make_committee, make_person, make_record, version_of
from tests.integration.decisions.pages import address
from tests.integration.people import client_of

FIRST = "partner-desk/version/1"


@pytest.fixture
def people():
    return [make_person(Role.MANAGER, name=name) for name in ("Ann", "Bob", "Cleo")]


@pytest.fixture
def proposed(monkeypatch):
    """A record that was proposed when the first form was the newest: `proposed(committee=…)`."""

    def proposed(**options):
        with monkeypatch.context() as then:
            then.setattr(freeze, "SCHEMA", FIRST)
            record = make_record(to=Stage.PROPOSED, **options)
        assert version_of(record).form == 1
        return record

    return proposed


def assert_sent_back(record):
    version, record = version_of(record), fresh(record)
    assert (record.stage, record.in_force) == (Stage.COMMIT, None)
    assert version.standing.state == Standing.RETURNED
    assert (version.round.outcome, version.round.finding) == (RoundOutcome.RETURNED, RoundFinding.OUTDATED)
    assert version.round.closed_by is None
    assert not m.Trigger.objects.filter(version=version).exists()
    closed = Event.objects.get(subject_id=record.pk, kind="round.closed")
    assert (closed.by, closed.data["finding"]) == (None, "outdated")
    reopened = Event.objects.filter(subject_id=record.pk, kind="draft.reopened").latest("id")
    assert "propose it again" in reopened.data["reason"]
    told = Notice.objects.get(kind="round_closed", person=record.created_by)
    assert "propose it again" in told.what


def test_the_clock_sends_it_back_as_soon_as_it_looks(proposed, people):
    alone, together = proposed(), proposed(committee=make_committee(*people))
    current = make_record(to=Stage.PROPOSED)
    assert deciding.close_due(timezone.now()) == 2
    assert deciding.close_due(timezone.now()) == 0
    assert_sent_back(alone)
    assert_sent_back(together)
    assert fresh(current).stage == Stage.PROPOSED


def test_a_vote_on_it_is_not_cast_but_sends_it_back(proposed):
    record = proposed()
    assert decide(record) == RoundOutcome.RETURNED
    assert not m.Vote.objects.exists()
    assert_sent_back(record)
    with pytest.raises(Blocked, match="decided already"):
        decide(record)


def test_the_chair_who_closes_it_sends_it_back(proposed, people):
    record = proposed(committee=make_committee(*people))
    with pytest.raises(NotAllowed):
        deciding.close_early(version_of(record), by=people[1], now=timezone.now())
    assert fresh(record).stage == Stage.PROPOSED
    assert deciding.close_early(version_of(record), by=people[0], now=timezone.now()) == RoundOutcome.RETURNED
    assert_sent_back(record)


def test_who_has_no_seat_sends_nothing_back(proposed):
    record = proposed()
    with pytest.raises(NotAllowed):
        decide(record, by=make_person())
    assert fresh(record).stage == Stage.PROPOSED


def test_a_show_of_hands_ends_with_it(proposed, people):
    record = proposed(committee=make_committee(*people))
    version, by, now = version_of(record), people[0], timezone.now()
    meeting = hold_meeting.call_meeting(
        version.round.committee, starts_at=now, place="Room 4", by=by, now=now
    )
    hold_meeting.move(meeting, to=MeetingState.RUNNING, by=by, now=now)
    hold_meeting.say_who_is_there(
        meeting, {row.pk: Presence.PRESENT for row in meeting.attendees.all()}, by=by
    )
    item = m.AgendaItem.objects.get(meeting=meeting, version=version)
    paper = Ballotpaper(Choice.APPROVE, seen_sha256=version.sha256)
    hands = dict.fromkeys(version.round.seats.values_list("pk", flat=True), paper)
    assert hold_meeting.show_of_hands(item, hands, by=by, now=now) == 0
    assert_sent_back(record)


def test_the_voter_reads_why(proposed):
    record = proposed()
    client = client_of(record.approval.approver)
    sent = {"choice": "approve", "sha256": version_of(record).sha256}
    answer = client.post(address(record, "vote", 1), sent)
    (message,) = get_messages(answer.wsgi_request)
    assert "propose it again" in str(message)


def test_proposed_again_it_can_be_approved(proposed):
    record = proposed()
    deciding.close_due(timezone.now())
    version = propose.propose(fresh(record), by=record.created_by, now=timezone.now())
    assert (version.form, version.previous_sha256) == (
        2,
        m.Version.objects.get(record=record, number=1).sha256,
    )
    decide(record)
    assert fresh(record).in_force == version


def test_arming_it_is_refused(proposed):
    version = version_of(proposed())
    with pytest.raises(NotWatchable):
        arm(version, read_frozen(version), now=timezone.now())


def test_content_of_no_known_form_is_not_read(proposed):
    version = version_of(proposed())
    version.content = bytes(version.content).replace(b"version/1", b"version/9")
    version.sha256 = sha256_hex(version.__dict__["content"])
    with pytest.raises(UnknownForm, match="version/9"):
        read_frozen(version)
    assert isinstance(read_frozen(version_of(version.record)), FrozenVersion)
