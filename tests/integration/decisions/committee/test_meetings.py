"""A meeting: its agenda from what is due, minutes, hands, actions that come back, minutes that are frozen."""

import datetime as dt
import io
import json

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import agendas, hold_meeting, minutes, papers
from decisions.committee import decide as deciding
from decisions.committee.meetings import meetings_of
from decisions.committee.rounds import Ballotpaper
from decisions.documents.file_store import path_of
from decisions.states.meetings import ItemKind, MeetingState, Presence
from decisions.states.stages import Stage
from decisions.states.votes import Choice
from decisions.verification.verify import Result, verify
from partnerdesk.core.canonical import canonical_bytes, sha256_hex
from partnerdesk.core.models import Event, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import decide, make_committee, make_person, make_record, version_of
from tests.integration.people import client_of
from workspace.calendar import days_of
from workspace.desk import waiting_for


@pytest.fixture
def people():
    return [make_person(Role.VIEWER, name=name) for name in ("Ann", "Bob", "Cleo", "Dan")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def called(people, committee=None, *, days=0):
    committee = committee or make_committee(*people)
    starts_at = timezone.now() + dt.timedelta(days=days)
    return hold_meeting.call_meeting(
        committee, starts_at=starts_at, place="Room 4", by=people[0], now=timezone.now()
    )


def move(meeting, to, by):
    found = hold_meeting.move(m.Meeting.objects.get(pk=meeting.pk), to=to, by=by, now=timezone.now())
    return m.Meeting.objects.get(pk=found.pk)


def opened(people, *present, committee=None):
    """A meeting that runs, with these people there."""
    meeting = called(people, committee)
    move(meeting, MeetingState.RUNNING, people[0])
    given = {row.pk: Presence.PRESENT for row in meeting.attendees.all() if row.user in present}
    hold_meeting.say_who_is_there(meeting, given, by=people[0])
    return m.Meeting.objects.get(pk=meeting.pk)


def act(item, owner, by, *, text="Send the list", days=7):
    action = m.MeetingAction(text=text, owner=owner, due_on=timezone.localdate() + dt.timedelta(days=days))
    return minutes.add_action(item, action, by=by, now=timezone.now())


def raise_hands(item, by, **hands):
    """`raise_hands(item, chair, Bob="approve")`."""
    papers_of = {
        seat.pk: Ballotpaper(
            Choice(hands[seat.user.name]), comment="Said aloud", seen_sha256=seat.round.sha256
        )
        for seat in m.Seat.objects.filter(round=item.version.round).select_related("user", "round")
        if seat.user.name in hands
    }
    return hold_meeting.show_of_hands(item, papers_of, by=by, now=timezone.now())


def write(item, by, *, notes="", decision="", revision=0):
    return minutes.write_item(item, minutes.Written(notes, decision, revision), by=by)


def test_the_agenda_begins_with_what_is_due(people):
    committee = make_committee(*people)
    proposed = make_record(to=Stage.PROPOSED, committee=committee)
    decided = make_record(to=Stage.PROPOSED, committee=committee)
    for voter in people:
        decide(decided, by=voter)
    deciding.close_early(version_of(decided), by=people[0], now=timezone.now())
    review = m.Review.objects.filter(record=decided, state="planned").earliest("due_on")
    m.Review.objects.filter(pk=review.pk).update(due_on=timezone.localdate())
    m.ActionItem.objects.filter(record=decided).update(due_on=timezone.localdate() - dt.timedelta(days=3))
    make_record(to=Stage.PROPOSED, committee=make_committee(*people[:2]))  # another committee's
    meeting = called(people, committee, days=1)
    kinds = [item.kind for item in meeting.agenda.all()]
    assert kinds[:2] == [ItemKind.PROPOSAL, ItemKind.REVIEW]
    assert set(kinds[2:]) == {ItemKind.ACTION}
    assert meeting.agenda.get(kind=ItemKind.PROPOSAL).record == proposed
    assert meeting.agenda.get(kind=ItemKind.REVIEW).review == review
    assert agendas.take_up_due(meeting, by=people[0], now=timezone.now()) == 0


def test_what_becomes_due_later_is_taken_up(people):
    committee = make_committee(*people)
    meeting = called(people, committee)
    make_record(to=Stage.PROPOSED, committee=committee)
    assert agendas.take_up_due(meeting, by=people[0], now=timezone.now()) == 1


def test_the_order_and_the_times_are_the_chairs(people):
    meeting = called(people)
    first, second = (
        agendas.add_topic(meeting, m.AgendaItem(title=title), by=people[0], now=timezone.now())
        for title in ("First", "Second")
    )
    agendas.plan_item(first, minutes=25, by=people[0])
    agendas.move_item(second, up=True, by=people[0])
    slots = agendas.timed(meeting, people[0])
    assert [slot.item.title for slot in slots] == ["Second", "First"]
    assert slots[1].begins - meeting.starts_at == dt.timedelta(minutes=10)
    assert slots[1].ends - slots[1].begins == dt.timedelta(minutes=25)
    agendas.take_off(first, by=people[0], now=timezone.now())
    assert meeting.agenda.count() == 1
    with pytest.raises(NotAllowed):
        agendas.move_item(second, up=True, by=people[1])


def test_only_the_chair_calls_and_who_is_called_is_told(people):
    committee = make_committee(*people)
    with pytest.raises(NotAllowed):
        hold_meeting.call_meeting(
            committee, starts_at=timezone.now(), place="", by=people[1], now=timezone.now()
        )
    meeting = called(people, committee, days=3)
    assert meeting.code.startswith("MT-")
    told = set(Notice.objects.filter(kind="meeting_called").values_list("person", flat=True))
    assert told == {person.pk for person in people[1:]}
    assert [group.key for group in waiting_for(people[1], timezone.now())] == ["meetings"]
    assert [day.about for day in days_of(people[2], timezone.localdate())] == [f"{meeting.code} · Room 4"]
    assert not meetings_of(make_person(Role.MANAGER)).exists()


def test_members_may_see_what_stands_on_their_agenda(people):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    m.Record.objects.update(is_private=True)
    newcomer = make_person(Role.VIEWER, name="Eve")
    committee = version_of(record).round.committee
    m.Member.objects.create(committee=committee, user=newcomer)
    assert not m.Record.objects.visible_to(newcomer).exists()
    called(people, committee)
    assert m.Record.objects.visible_to(newcomer).get() == record


def test_who_may_not_see_a_record_gets_neither_its_one_pager_nor_the_pack(people):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    m.Record.objects.update(is_private=True)
    committee = version_of(record).round.committee
    meeting = called(people, committee)
    later, admin = make_person(Role.VIEWER, name="Late"), make_person(Role.ADMIN)
    m.Member.objects.create(committee=committee, user=later)
    pack = reverse("decisions:meeting_paper", args=[meeting.code, "pack"])
    item = reverse("decisions:agenda_item", args=[meeting.code, meeting.agenda.get().pk])
    assert client_of(people[1]).get(pack).status_code == 202
    assert "one-pager" in client_of(people[1]).get(item).content.decode()
    assert client_of(later).get(pack).status_code == 403
    assert 'class="report one-pager"' not in client_of(later).get(item).content.decode()
    assert client_of(admin).get(item).status_code == 404


def test_hands_are_entered_by_name_and_only_of_those_who_are_there(people):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    ann, bob, cleo, dan = people
    decide(record, by=cleo)
    meeting = opened(people, ann, bob, committee=version_of(record).round.committee)
    item = meeting.agenda.get()
    with pytest.raises(Blocked, match="Dan is not noted as present"):
        raise_hands(item, ann, Bob="approve", Dan="approve")
    assert m.Vote.objects.count() == 1
    assert raise_hands(item, ann, Ann="approve", Bob="approve", Cleo="reject") == 2
    votes = {vote.user: vote for vote in m.Vote.objects.all()}
    assert {votes[ann].entered_by, votes[bob].entered_by} == {ann}
    assert (votes[cleo].choice, votes[cleo].entered_by) == ("approve", None)
    assert raise_hands(item, ann, Ann="approve", Bob="abstain") == 1
    with pytest.raises(NotAllowed):
        raise_hands(item, bob, Ann="reject")
    assert m.Vote.objects.filter(user=dan).count() == 0


def test_a_deputy_who_came_raises_a_hand_in_their_own_name(people):
    ann, bob, cleo, dan = people
    committee = make_committee(ann, bob, cleo)
    committee.members.filter(user=bob).update(deputy=dan)
    record = make_record(to=Stage.PROPOSED, committee=committee)
    meeting = opened([ann, bob, cleo], ann, committee=committee)
    row = meeting.attendees.get(user=bob)
    hold_meeting.say_who_is_there(meeting, {row.pk: Presence.DEPUTY}, by=ann)
    assert raise_hands(meeting.agenda.get(), ann, Bob="approve") == 1
    vote = m.Vote.objects.get()
    assert (vote.user, vote.entered_by) == (dan, ann)
    assert version_of(record).round.seats.get(deputy=dan).user == bob


def test_who_recused_stays_recused_when_hands_are_entered(people):
    ann, bob, *_others = people
    record = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    deciding.declare_interest(bob, record=record, reason="My firm", now=timezone.now())
    meeting = opened(people, ann, bob, committee=version_of(record).round.committee)
    assert raise_hands(meeting.agenda.get(), ann, Bob="approve") == 0
    assert m.Vote.objects.get().is_declared


def test_votes_are_entered_only_while_the_meeting_runs(people):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    meeting = called(people, version_of(record).round.committee)
    with pytest.raises(Blocked, match="while the meeting runs"):
        raise_hands(meeting.agenda.get(), people[0], Ann="approve")


def test_of_two_who_write_one_item_the_second_is_told(people):
    meeting = opened(people, *people)
    item = agendas.add_topic(meeting, m.AgendaItem(title="Any other"), by=people[0], now=timezone.now())
    assert write(item, people[1], notes="What Bob heard").revision == 1
    assert write(item, people[2], notes="What Cleo heard") is None
    item.refresh_from_db()
    assert (item.notes, item.saved_by) == ("What Bob heard", people[1])


def test_nobody_from_outside_takes_minutes_and_nobody_before_the_opening(people):
    meeting = called(people)
    item = agendas.add_topic(meeting, m.AgendaItem(title="Any other"), by=people[0], now=timezone.now())
    with pytest.raises(Blocked, match="planned"):
        write(item, people[1], notes="x")
    move(meeting, MeetingState.RUNNING, people[0])
    with pytest.raises(NotAllowed):
        write(item, make_person(Role.ADMIN), notes="x")


def test_an_action_goes_to_its_desk_and_comes_back_until_it_is_done(people):
    owner = make_person(name="Olga")
    committee = make_committee(*people)
    meeting = opened(people, *people, committee=committee)
    item = agendas.add_topic(meeting, m.AgendaItem(title="Portal"), by=people[0], now=timezone.now())
    action = act(item, owner, people[1])
    assert [entry.what for group in waiting_for(owner, timezone.now()) for entry in group.items] == [
        "Send the list"
    ]
    move(meeting, MeetingState.DRAFTED, people[0])
    following = called(people, committee, days=14)
    assert following.agenda.get().carried == action
    with pytest.raises(NotAllowed):
        minutes.finish_action(action, words="", by=people[2], now=timezone.now())
    minutes.finish_action(action, words="Sent on Monday", by=owner, now=timezone.now())
    assert not waiting_for(owner, timezone.now())
    assert not called(people, committee, days=28).agenda.exists()
    with pytest.raises(Blocked, match="done already"):
        minutes.finish_action(action, words="", by=owner, now=timezone.now())


def test_an_action_stays_as_it_was_agreed(people):
    meeting = opened(people, *people)
    item = agendas.add_topic(meeting, m.AgendaItem(title="Portal"), by=people[0], now=timezone.now())
    action = act(item, people[1], people[0])
    with pytest.raises(DatabaseError, match="as it was agreed"), transaction.atomic():
        m.MeetingAction.objects.filter(pk=action.pk).update(due_on=timezone.localdate())
    minutes.drop_action(action, by=people[0], now=timezone.now())
    assert not m.MeetingAction.objects.exists()


def test_the_end_drafts_what_happened(people):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    meeting = opened(people, *people, committee=version_of(record).round.committee)
    item = meeting.agenda.get()
    raise_hands(item, people[0], Ann="approve", Bob="approve", Cleo="approve", Dan="reject")
    deciding.close_early(version_of(record), by=people[0], now=timezone.now())
    move(meeting, MeetingState.DRAFTED, people[0])
    item.refresh_from_db()
    assert item.decision.startswith("Version 1: approved.")
    assert write(item, people[1], decision="What a form from before would say") is None


def approved(people, **more):
    record = make_record(to=Stage.PROPOSED, committee=make_committee(*people))
    meeting = opened(people, *people[:3], committee=version_of(record).round.committee)
    item = meeting.agenda.get()
    raise_hands(item, people[0], Ann="approve", Bob="approve", Cleo="approve")
    write(item, people[1], notes="Bob asked about the margin.", decision="Approved as proposed.")
    act(item, people[2], people[0])
    deciding.close_early(version_of(record), by=people[0], now=timezone.now())
    meeting = move(meeting, MeetingState.DRAFTED, people[0])
    return record, move(meeting, MeetingState.APPROVED, people[0])


def test_approved_minutes_are_frozen_with_their_hash(people):
    record, meeting = approved(people)
    frozen = meeting.minutes
    data = frozen.data()
    assert sha256_hex(canonical_bytes(data)) == frozen.sha256
    (item,) = data["items"]
    assert item["version"]["sha256"] == version_of(record).sha256
    assert (item["decision"], item["round"]["outcome"]) == ("Approved as proposed.", "approved")
    assert [vote["by_show_of_hands"] for vote in item["round"]["votes"]] == [True, True, True]
    assert "Ann" not in json.dumps(data), "people stand in it by their seals"
    assert papers.minutes_report(meeting).approved_by == "Ann"
    assert Event.objects.filter(subject_id=record.pk, kind="record.minuted").exists()
    with pytest.raises(Blocked, match="approved"):
        write(meeting.agenda.get(), people[0], notes="More", revision=1)


def test_papers_print_the_times_of_the_committees_zone_whoever_called(people):
    people[0].time_zone = "Pacific/Auckland"
    people[0].save()
    meeting = called(people)
    m.Committee.objects.update(time_zone="Asia/Tokyo")
    at = dt.datetime(2026, 12, 1, 6, 30, tzinfo=dt.UTC)
    m.Meeting.objects.update(starts_at=at)
    meeting = m.Meeting.objects.select_related("committee", "called_by").get(pk=meeting.pk)
    agendas.add_topic(meeting, m.AgendaItem(title="Plans"), by=people[0], now=timezone.now())
    pack = papers.pack_of(meeting, now=at)
    assert [f"{begins:%H:%M}" for begins, _item in pack.rows] == ["15:30"]
    assert (f"{pack.starts:%H:%M}", pack.zone) == ("15:30", "Asia/Tokyo")
    move(meeting, MeetingState.RUNNING, people[0])
    report = papers.minutes_report(m.Meeting.objects.get())
    assert report.meeting["zone"] == "Asia/Tokyo"
    assert report.begins.tzinfo is None


def test_minutes_name_the_minutes_before(people):
    _record, meeting = approved(people)
    following = opened(people, *people, committee=meeting.committee)
    move(following, MeetingState.DRAFTED, people[0])
    following = move(following, MeetingState.APPROVED, people[0])
    assert following.minutes.previous_sha256 == meeting.minutes.sha256


INSERT_ITEM = """
INSERT INTO decisions_agendaitem
    (id, meeting_id, position, kind, title, planned_minutes, notes, decision, revision)
SELECT gen_random_uuid(), id, 9, 'topic', 'x', 5, '', '', 0 FROM decisions_meeting
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_agendaitem SET notes = 'x'",
        "DELETE FROM decisions_agendaitem",
        INSERT_ITEM,
        "UPDATE decisions_attendee SET presence = 'absent'",
        "UPDATE decisions_meeting SET place = 'Elsewhere'",
        "UPDATE decisions_meeting SET state = 'running'",
        "DELETE FROM decisions_meeting",
        "UPDATE decisions_minutes SET sha256 = 'x'",
        "DELETE FROM decisions_minutes",
        "TRUNCATE decisions_minutes CASCADE",
        "UPDATE decisions_meetingpaper SET size = 1",
    ],
)
def test_nothing_of_an_approved_meeting_changes_in_the_database(people, statement):
    _record, meeting = approved(people)
    papers.do_minutes(meeting.pk)
    with (
        pytest.raises(DatabaseError, match=r"kept|append|denied|Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_minutes_need_somebody_who_was_there(people):
    meeting = opened(people)
    move(meeting, MeetingState.DRAFTED, people[0])
    with pytest.raises(Blocked, match="who was there"):
        move(meeting, MeetingState.APPROVED, people[0])


@pytest.mark.parametrize(
    ("before", "to"),
    [("planned", "drafted"), ("planned", "approved"), ("running", "cancelled"), ("cancelled", "running")],
)
def test_a_meeting_moves_only_as_the_table_says(people, before, to):
    meeting = called(people)
    if before != "planned":
        move(meeting, MeetingState(before), people[0])
    with pytest.raises(Blocked):
        move(meeting, MeetingState(to), people[0])


def test_only_the_chair_moves_a_meeting(people):
    meeting = called(people)
    with pytest.raises(NotAllowed):
        move(meeting, MeetingState.RUNNING, people[1])


def test_the_pack_holds_cover_agenda_and_one_pagers_with_bookmarks(people):
    committee = make_committee(*people)
    records = [make_record(to=Stage.PROPOSED, committee=committee) for _number in range(2)]
    meeting = called(people, committee)
    papers.do_pack(meeting.pk)
    stored = papers.newest_paper(meeting, m.MeetingPaper.Kind.PACK)
    data = path_of(stored.sha256).read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 3
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
        assert len(titles) == 3
        assert titles[0] == "Committee pack"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked
        assert {f"{record.code}-v1.json" for record in records} < set(pdf.attachments)
        agenda = json.loads(pdf.attachments[f"{meeting.code}-pack.json"].get_file().read_bytes())
    assert [row["record"] for row in agenda["agenda"]] == [record.code for record in records]
    assert agenda["agenda"][0]["sha256"] == version_of(records[0]).sha256


def test_papers_of_a_meeting_verify(people):
    _record, meeting = approved(people)
    papers.do_minutes(meeting.pk)
    data = path_of(papers.newest_paper(meeting, m.MeetingPaper.Kind.MINUTES).sha256).read_bytes()
    found = verify(data)
    assert (found.result, found.meeting.code, found.version) == (Result.MATCH, meeting.code, None)
    changed = bytearray(data)
    changed[-40] ^= 1
    found = verify(bytes(changed))
    assert (found.result, found.meeting.sha256) == (Result.ALTERED, meeting.minutes.sha256)
    assert found.as_data()["record"] == meeting.code
    exported = papers.minutes_report(meeting).json_bytes()
    assert verify(exported + b" ").meeting.sha256 == meeting.minutes.sha256


def test_minutes_are_printed_the_same_each_time(people):
    _record, meeting = approved(people)
    papers.do_minutes(meeting.pk)
    papers.do_minutes(meeting.pk)
    assert len(set(m.MeetingPaper.objects.values_list("sha256", flat=True))) == 1
