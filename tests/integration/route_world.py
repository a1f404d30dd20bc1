"""What the tables of routes are asked about: people of every kind, a record in every state, some data."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.calendars import renew_calendar
from accounts.models import Role
from accounts.unsubscribing import unsubscribe_address
from decisions import models as m
from decisions.committee import agendas, hold_meeting, minutes
from decisions.committee.conflicts_of_interest import declare
from decisions.draft.load import load_draft
from decisions.life.links import link_records
from decisions.readiness.assess import blockers
from decisions.readiness.waivers import waive
from decisions.record.sharing import set_private, share_record
from decisions.states.meetings import MeetingState
from decisions.states.stages import Stage
from decisions.triggers.kinds import LEVELLED
from decisions.triggers.propose import find_flip
from decisions.triggers.report_change import report_change
from metrics.files.store import keep_file
from metrics.imports import looking, steps
from metrics.models import Source
from metrics.rates.tables import add_table
from partners.models import ComplianceCheckpoint, RiskFlag
from tests.factories import (
    link_of,
    make_committee,
    make_decided,
    make_gap,
    make_partner,
    make_person,
    make_record,
    version_of,
)
from tests.integration.people import client_of
from tests.integration.route_tables import STRANGERS
from tests.routes import PATTERNS

RATES = b"month,currency,rate\n2025-01,EUR,1.0354\n"
FILE = b"partner,date,amount\nknown,2024-01-05,1\n"


@dataclass
class World:
    """What the addresses are asked about: clients by person; what stands in addresses and forms, by record."""

    clients: dict[str, Client]
    given: dict[str, dict[str, Any]]

    def address(self, route: str, record: str = "open") -> str:
        """The address of a route, about one of the records. `gap.pk` is what `pk` is in the route `gap`."""
        given, short = self.given[record], route.split(":")[1]
        names = PATTERNS[route].names
        return reverse(route, kwargs={name: given.get(f"{short}.{name}", given.get(name)) for name in names})

    def spoil(self, route: str, name: str, text: str) -> str:
        """The address of a route with `text` in the place of one of its names."""
        given, pattern = self.given["open"], PATTERNS[route]
        address = f"/{pattern.path}"
        for other in pattern.names:
            value = text if other == name else given.get(f"{route.split(':')[1]}.{other}", given.get(other))
            address = re.sub(rf"<\w+:{other}>", str(value), address)
        return address


def make_world() -> World:
    people = {name: make_person(name) for name in STRANGERS[1:]}
    people |= {name: make_person() for name in ("author", "owner", "partaker")}
    people |= {name: make_person(Role.VIEWER) for name in ("guest", "approver")}
    records = make_records(people)
    calendar = renew_calendar(people["viewer"], by=people["viewer"], now=timezone.now())
    names = make_data(people) | committee_of(people) | {
        "calendar.token": calendar.rpartition("/")[2].removesuffix(".ics"),
        "unsubscribe.token": unsubscribe_address(people["viewer"], "vote").split("/")[-2],
        "address_confirm.token": link_of(people["viewer"]),
        "steward": people["steward"].pk, "person.pk": people["viewer"].pk, "unshare.pk": people["partaker"].pk,
    }  # fmt: skip
    kind, author = m.RecordLink.Kind.SUCCEEDS, people["author"]
    link = link_records(records["decided"], records["frame"], kind=kind, by=author, now=timezone.now())
    names |= {"changed.pk": link.pk, "unlink.pk": link.pk, "other": records["frame"].code}
    clients = {"nobody": Client()} | {name: client_of(person) for name, person in people.items()}
    return World(clients, {name: names | parts_of(record) for name, record in records.items()})


def make_records(people: dict[str, Any]) -> dict[str, m.Record]:
    """One per state: in frame, in commit, proposed, in force; those in commit and in force also as private ones."""
    given: dict[str, Any] = {name: people[name] for name in ("author", "owner", "approver")}
    records = {
        "frame": make_record(to=Stage.FRAME, **given),
        "open": make_record(to=Stage.COMMIT, **(given | {"class": "standard"})),
        "private": make_record(to=Stage.COMMIT, **given),
        "proposed": make_record(to=Stage.PROPOSED, **given),
        "decided": make_decided(**given),
        "hidden": make_decided(**given),
    }
    for record in records.values():
        for name in ("partaker", "guest"):
            share_record(record, person=people[name], by=people["author"], now=timezone.now())
    for name in ("private", "hidden"):
        set_private(records[name], is_private=True, by=people["author"], now=timezone.now())
    m.ActionItem.objects.filter(record=records["open"]).update(due_on=None, owner=None)
    return records


def parts_of(record: m.Record) -> dict[str, Any]:
    """What stands in the addresses and forms of one record."""
    now = timezone.now()
    unit = m.People.objects.get(record=record)
    risk = m.Risk.objects.filter(record=record).first()
    assert risk is not None
    scope = m.Scope.objects.get(record=record)
    binding = m.MetricBinding.objects.filter(record=record).first()
    assert binding is not None
    left = blockers(load_draft(record), Stage.PROPOSED, now.date())
    found: dict[str, Any] = {
        "code": record.code, "stage": "frame", "kind": "risk", "pk": risk.pk, "number": 1, "form": "json",
        "paper.kind": "one-pager", "print_draft.kind": "one-pager", "save_unit.kind": "people", "save_unit.pk": unit.pk,
        "revision": unit.revision, "choose_partners.kind": "scope", "choose_partners.pk": scope.pk,
        "move_definition.pk": binding.pk, **compared_in(record), "remove_waiver.pk": uuid.uuid4(), "long": "x" * 20001,
    }  # fmt: skip
    found |= watched_in(record)
    if record.approval.approver and len(left) > 1:
        found |= {"blocker": left[1].code, "subject": left[1].subject}
        given = {"code": left[0].code, "subject": left[0].subject, "reason": "Follows."}
        found["remove_waiver.pk"] = waive(record, **given, by=record.approval.approver, now=now).pk
    found |= {"verify_version.sha256": "0" * 64, "answer.pk": uuid.uuid4()}
    if record.stage in (Stage.PROPOSED, Stage.NONE):
        version = version_of(record)
        found["verify_version.sha256"] = found["sha256"] = version.sha256
        by = version.round.seats.earliest("pk").user
        found["answer.pk"] = m.Remark.objects.create(
            version=version, kind="question", text="?", by=by, at=now
        ).pk
    return found


def committee_of(people: dict[str, Any]) -> dict[str, Any]:
    """A committee with one member, and a conflict of interest that this one has declared."""
    committee = make_committee(people["admin"])
    interest = declare(people["admin"], partner=make_partner(), reason="Mine", now=timezone.now())
    of_committee = (
        "committee",
        "edit_committee",
        "committee_rules",
        "add_member",
        "change_member",
        "remove_member",
    )
    member = committee.members.get().pk
    return {
        **{f"{route}.pk": committee.pk for route in (*of_committee, "new_meeting")},
        "member": member,
        "end_conflict_of_interest.pk": interest.pk,
    } | meeting_of(committee, people)


def meeting_of(committee: m.Committee, people: dict[str, Any]) -> dict[str, Any]:
    """A meeting of the administrator's committee that runs, with an action that the manager owns."""
    by, now = people["admin"], timezone.now()
    meeting = hold_meeting.call_meeting(committee, starts_at=now, place="", by=by, now=now)
    item = agendas.add_topic(meeting, m.AgendaItem(title="A topic"), by=by, now=now)
    hold_meeting.move(meeting, to=MeetingState.RUNNING, by=by, now=now)
    action = m.MeetingAction(text="Do it", owner=people["manager"], due_on=timezone.localdate())
    minutes.add_action(item, action, by=by, now=now)
    of_meeting = (
        "meeting", "change_meeting", "move_meeting", "who_is_there", "add_topic", "agenda_item", "place_item",
        "show_of_hands", "add_meeting_action", "drop_meeting_action", "minutes", "export_minutes", "print_pack",
        "meeting_paper",
    )  # fmt: skip
    of_item = ("agenda_item", "place_item", "show_of_hands", "add_meeting_action")
    return {
        **{f"{route}.code": meeting.code for route in of_meeting},
        **{f"{route}.pk": item.pk for route in of_item},
        **{f"{route}.pk": action.pk for route in ("meeting_action", "drop_meeting_action")},
        "meeting_paper.kind": "pack",
        "tomorrow": f"{timezone.localtime(now) + dt.timedelta(days=1):%Y-%m-%dT%H:%M}",
        "attendee": meeting.attendees.get().pk,
        "today": timezone.localdate(),
        "viewer": people["viewer"].pk,
    }


def watched_in(record: m.Record) -> dict[str, Any]:
    """A trigger, a case, a review and an input of the version in force; without one what does not exist."""
    trigger, case, review, known = (uuid.uuid4() for _number in range(4))
    if record.in_force:
        known = m.InputItem.objects.filter(record=record).earliest("position").pk
        case = report_change(record, words="Moved", by=record.created_by, now=timezone.now()).pk
        trigger = m.Trigger.objects.filter(record=record, kind__in=LEVELLED).earliest("pk").pk
        review = m.Review.objects.get(record=record, kind=m.Review.Kind.OPERATING).pk
    cases = ("case", "acknowledge_case", "snooze_case", "review_case", "close_case")
    reviews = (
        "review",
        "begin_review",
        "move_review",
        "continue_review",
        "adapt_review",
        "stop_review",
    )
    found = dict.fromkeys((f"{name}.pk" for name in cases), case)
    found |= dict.fromkeys((f"{name}.pk" for name in reviews), review)
    return found | {"amend_trigger.pk": trigger, "input": known}


def compared_in(record: m.Record) -> dict[str, Any]:
    """A criterion and an option of the record, and a flip of the selected option that can be watched."""
    content = load_draft(record)
    found = {
        "column_basis.pk": content.all(m.Option)[0].pk,
        "backtest.pk": next((row.pk for row in content.all(m.Threshold)), uuid.uuid4()),
        "of": "estimate",
        "against": "Z",
    }
    for criterion in content.all(m.Criterion):
        found |= dict.fromkeys(("confirm_weight.pk", "take_anchors.pk"), criterion.pk)
        found.setdefault("propose_threshold.pk", criterion.pk)
        for option in content.all(m.Option):
            if find_flip(content, criterion.pk, option.label, is_shared=False):
                found |= {"propose_threshold.pk": criterion.pk, "against": option.label}
    return found


def make_data(people: dict[str, Any]) -> dict[str, Any]:
    """A partner with its rows, an import that waits for its mapping, a gap."""
    partner, owner, today = make_partner(segment="Gold"), people["steward"], timezone.localdate()
    make_partner(segment="Silver")
    flag = RiskFlag.objects.create(
        partner=partner, kind="legal", severity="low", statement="x", owner=owner, raised_on=today
    )
    checkpoint = ComplianceCheckpoint.objects.create(partner=partner, name="x", due_on=today, owner=owner)
    file = keep_file([FILE])
    imported = steps.start_import(file, "f.csv", by=owner, now=timezone.now())
    looking.do_look(imported.pk)
    source = Source.objects.create(name="sales", owner=owner)
    connected = Source.objects.create(
        name="orders",
        kind=Source.Kind.ADDRESS,
        origin={"address": "https://data.example.com/x.csv"},
        owner=owner,
    )
    gap = make_gap(source, imported, metric_id="gross_margin", count=1)
    rates = keep_file([RATES])
    said = {"source": "Bank", "dated_on": today, "by": owner, "now": timezone.now()}
    table, _plan = add_table(rates, "rates.csv", **said)
    found = {f"{route}.pk": imported.pk for route in PATTERNS_OF_IMPORTS}
    found |= {f"{route}.pk": partner.pk for route in PATTERNS_OF_PARTNERS}
    return found | {
        **{f"{route}.name": connected.name for route in PATTERNS_OF_FETCHED}, "connect.kind": "address",
        "flag_pk": flag.pk, "checkpoint_pk": checkpoint.pk, "partner": partner.pk, "gap.pk": gap.cause_id,
        **{f"gap_{what}.pk": gap.cause_id for what in ("do", "note", "undo")}, "verb": "due",
        "partner_list.sha256": file.sha256,
        "rates_look.sha256": rates.sha256, "rate_table.pk": table.pk, "rate_file.pk": table.pk,
        "name": "sales", "key": "gross_margin", "scores.key": "compliance_score",
        "framework.key": "channel-performance", "new_record.key": "channel-performance", "slug": "co-innovation",
        "number": 1,
    }  # fmt: skip


PATTERNS_OF_IMPORTS = (
    "import",
    "import_file",
    "import_mapping",
    "import_confirm",
    "import_drop",
    "import_anew",
    "import_records",
)
PATTERNS_OF_FETCHED = ("source_settings", "source_schedule", "source_refresh")
PATTERNS_OF_PARTNERS = (
    "partner", "partner_edit", "flag", "flag_new", "checkpoint", "checkpoint_new",
)  # fmt: skip
