"""Private records with a mark in every text, tied to all that others may see; and the people who may not see them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.calendars import renew_calendar
from accounts.models import Role, User
from accounts.unsubscribing import unsubscribe_address
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import hold_meeting, minutes, propose, questions
from decisions.draft.load import load_draft
from decisions.life.copy import copy_record
from decisions.life.links import link_records, unlink_records
from decisions.readiness.assess import blockers
from decisions.readiness.summary import compute_summary
from decisions.readiness.waivers import waive
from decisions.record.models import RecordLink
from decisions.record.sharing import set_private, share_record, unshare_record
from decisions.sections.registry import UNITS
from decisions.states.meetings import MeetingState, Presence
from decisions.states.stages import Stage
from decisions.triggers.report_change import report_change
from tests.factories import decide, fresh, link_of, make_committee, make_person, make_record, version_of
from tests.integration.people import client_of
from tests.integration.route_world import World, make_data, parts_of
from tests.routes import PATTERNS
from workspace.reminders import remind

MARK = "Quorvex"
ROLES = ("viewer", "manager", "steward", "admin")
OUTSIDERS = (*ROLES, "latecomer", "deputy", "former", "doer", "watcher")
"""Of each role; who came into the committee later, and their deputy; with whom it was shared; who does what a meeting
agreed; and who answers for parts of it without having been let in."""

OF_THE_DIRECTORY = ("segment",)
"""Texts that hold only what stands in the directory of partners, which everybody sees."""


@dataclass
class PrivateWorld:
    """Where the addresses lead, by what they are about; what must not be told; how often each mark was planted."""

    world: World
    people: dict[str, User]
    secrets: set[str]
    marks: list[str]
    calendars: dict[str, str]


def plant(record: m.Record, marks: list[str]) -> None:
    """Write a mark of its own into every text of the draft, behind what stands there or in its place."""
    for model in UNITS.values():
        names = [field.name for field in model.content_fields if is_text(field)]
        for row in model.objects.filter(record=record):
            for name in names:
                mark = f"{MARK}{len(marks):04d}"
                field = model.field_of(name)
                text = f"{getattr(row, name)} {mark}".strip()
                setattr(row, name, text[-(getattr(field, "max_length", None) or 10_000) :])
                marks.append(mark)
            if names:
                model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names})
    compute_summary(load_draft(record), now=timezone.now())


def is_text(field: "models.Field[Any, Any]") -> bool:
    """Whether people write into it what they like. A label of one letter holds no mark."""
    return (
        isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in OF_THE_DIRECTORY
        and field.name
        != "set_aside_reason"  # what is set aside is compared no longer: nothing could be proposed
        and (getattr(field, "max_length", None) or 10_000) >= 40
    )


def make_private_world() -> PrivateWorld:
    now = timezone.now()
    people = {name: make_person(name, name=f"A {name}") for name in ROLES}
    people |= {name: make_person(name=f"The {name}") for name in ("author", "chair", "member")}
    people |= {name: make_person(name=f"The {name}") for name in OUTSIDERS if name not in people}
    people["approver"] = make_person(Role.VIEWER, name="The approver")
    committee = make_committee(people["chair"], people["member"])
    marks: list[str] = []
    names = make_data(people)
    public = make_record(to=Stage.COMMIT, author=people["author"], approver=people["approver"])
    records = make_private_records(people, committee, marks)
    records["copy"] = copy_record(public, months=3, by=people["author"], now=now)
    hide(records["copy"], people)
    link = tie(public, records, people)
    names |= addresses_of(people["viewer"]) | {"changed.pk": link.pk}
    names |= hold_meetings(committee, people, marks)
    join(committee, people)
    remind(now)
    calendars = {name: renew_calendar(person, by=person, now=now) for name, person in people.items()}
    given = {
        name: names | parts_of(fresh(record)) | {"committee.pk": committee.pk}
        for name, record in records.items()
    }
    given["public"] = names | parts_of(fresh(public))
    clients = {name: client_of(person) for name, person in people.items()}
    secrets = {record.code for record in records.values()}
    tokens = {name: address.rpartition("/")[2].removesuffix(".ics") for name, address in calendars.items()}
    return PrivateWorld(World(clients, given), people, secrets, marks, tokens)


def addresses_of(person: User) -> dict[str, Any]:
    """What stands in addresses about people."""
    return {
        "address_confirm.token": link_of(person),
        "unsubscribe.token": unsubscribe_address(person, "vote").split("/")[-2],
        "person.pk": person.pk,
        "end_conflict_of_interest.pk": person.pk,
    }


def make_private_records(
    people: dict[str, User], committee: m.Committee, marks: list[str]
) -> dict[str, m.Record]:
    """One that is written, one that is voted on, one in force with all that follows: a case, reviews, actions."""
    named: dict[str, Any] = {"author": people["author"], "approver": people["approver"]}
    of_committee = named | {"class": m.DecisionClass.STANDARD, "committee": committee}
    records = {
        "draft": make_record(to=Stage.COMMIT, **(named | {"class": m.DecisionClass.STANDARD})),
        "proposed": make_record(to=Stage.COMMIT, **of_committee),
        "decided": make_record(to=Stage.COMMIT, **of_committee),
    }
    for record in records.values():
        hide(record, people)
        plant(record, marks)
    give_parts(records["decided"], people)
    left = blockers(load_draft(records["draft"]), Stage.PROPOSED, timezone.localdate())
    if left:
        waive(
            records["draft"],
            code=left[0].code,
            subject=left[0].subject,
            reason=mark(marks),
            by=people["approver"],
            now=timezone.now(),
        )
    for name in ("proposed", "decided"):
        propose.propose(records[name], by=people["author"], now=timezone.now())
    talk(records["proposed"], people, marks)
    for name in ("member", "chair"):
        decide(records["decided"], by=people[name], comment=mark(marks))
    if not fresh(records["decided"]).in_force:
        deciding.close_early(version_of(records["decided"]), by=people["chair"], now=timezone.now())
    report_change(fresh(records["decided"]), words=mark(marks), by=people["author"], now=timezone.now())
    remind(timezone.now())
    unshare_record(records["decided"], person=people["former"], by=people["author"], now=timezone.now())
    return records


def mark(marks: list[str]) -> str:
    marks.append(f"{MARK}{len(marks):04d}")
    return marks[-1]


def hide(record: m.Record, people: dict[str, User]) -> None:
    set_private(record, is_private=True, by=people["author"], now=timezone.now())


def give_parts(record: m.Record, people: dict[str, User]) -> None:
    """Name people for parts: one who may not see the record, one who may until it is decided."""
    share_record(record, person=people["former"], by=people["author"], now=timezone.now())
    day = timezone.localdate() - dt.timedelta(days=2)
    for model in UNITS.values():
        rows = model.objects.filter(record=record)
        if model is not m.Brief and any(field.name == "owner" for field in model._meta.concrete_fields):
            for number, row in enumerate(rows):
                who = people["watcher" if number % 2 else "former"]
                model.objects.filter(pk=row.pk).update(owner=who)
    m.ActionItem.objects.filter(record=record).update(due_on=day)


def talk(record: m.Record, people: dict[str, User], marks: list[str]) -> None:
    """A question on record and its answer, and a vote with words."""
    version, now = version_of(record), timezone.now()
    asked = questions.ask(
        version, kind=m.Remark.Kind.QUESTION, section="", text=mark(marks), by=people["member"], now=now
    )
    questions.answer(asked, text=mark(marks), by=people["author"], now=now)
    decide(record, by=people["member"], comment=mark(marks))


def tie(public: m.Record, records: dict[str, m.Record], people: dict[str, User]) -> RecordLink:
    """Links of a public record with private ones, both ways, one of them taken back."""
    by, now = people["author"], timezone.now()
    kinds = RecordLink.Kind
    link_records(public, fresh(records["decided"]), kind=kinds.SUPERSEDES, by=by, now=now)
    link_records(records["draft"], public, kind=kinds.SUPERSEDES, by=by, now=now)
    taken = link_records(fresh(records["proposed"]), public, kind=kinds.SUCCEEDS, by=by, now=now)
    unlink_records(taken, by=by, now=now)
    return RecordLink.objects.get(newer=public)


def hold_meetings(committee: m.Committee, people: dict[str, User], marks: list[str]) -> dict[str, Any]:
    """A meeting whose minutes are approved, one that runs with what the first one agreed, one that was called."""
    chair, now = people["chair"], timezone.now()
    call: dict[str, Any] = {"starts_at": now, "place": "", "by": chair, "now": now}
    first = hold_meeting.call_meeting(committee, **call)
    hold_meeting.move(first, to=MeetingState.RUNNING, by=chair, now=now)
    hold_meeting.say_who_is_there(
        first, {row.pk: Presence.PRESENT for row in first.attendees.all()}, by=chair
    )
    for number, item in enumerate(first.agenda.all()):
        minutes.write_item(item, minutes.Written(mark(marks), mark(marks), item.revision), by=chair)
        owner = people["member" if number % 2 else "doer"]
        text = mark(marks) if number % 2 else "Ring them up"
        minutes.add_action(
            item, m.MeetingAction(text=text, owner=owner, due_on=timezone.localdate()), by=chair, now=now
        )
    for to in (MeetingState.DRAFTED, MeetingState.APPROVED):
        hold_meeting.move(first, to=to, by=chair, now=now)
    second = hold_meeting.call_meeting(committee, **call)
    hold_meeting.move(second, to=MeetingState.RUNNING, by=chair, now=now)
    third = hold_meeting.call_meeting(committee, **call)
    return {"meetings": [first, second, third], "committee.pk": committee.pk}


def join(committee: m.Committee, people: dict[str, User]) -> None:
    """Somebody and their deputy come into the committee when all that was on its agendas."""
    m.Member.objects.create(committee=committee, user=people["latecomer"], deputy=people["deputy"])


def addresses(made: PrivateWorld, routes: list[str], token: str) -> list[str]:
    """The address of every route about every record and every item of every meeting, as one person asks."""
    given = made.world.given
    for names in given.values():
        names["calendar.token"] = token
    found = []
    for route in routes:
        if PATTERNS[route].path.startswith("meetings/") and PATTERNS[route].names:
            found += [of_meeting(route, meeting) for meeting in given["public"]["meetings"]]
        else:
            found += [[made.world.address(route, name)] for name in given]
    return list(dict.fromkeys(address for each in found for address in each))


def of_meeting(route: str, meeting: m.Meeting) -> list[str]:
    """The addresses of a route about a meeting, its items or its actions."""
    names = PATTERNS[route].names
    about: list[Any] = list(meeting.agenda.all())
    if "actions/" in PATTERNS[route].path:
        about = list(m.MeetingAction.objects.filter(item__meeting=meeting))
    known = {"code": meeting.code}
    found = []
    for each in about:
        for kind in m.MeetingPaper.Kind.values:
            values = known | {"pk": each.pk, "kind": kind}
            found.append(reverse(route, kwargs={name: values[name] for name in names}))
    return found
