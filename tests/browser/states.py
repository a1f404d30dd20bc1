"""States that the demo workspace lacks, made by the application's own functions, and where they are.

`tell` is called in the environment of a stack, while no worker runs: it prints what stands in braces in the tables of
pages.py, as JSON. New people get its password.
"""

import json
import sys
import uuid
from datetime import timedelta
from typing import Any
from unittest import mock

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.actions import change_person, invite_person
from accounts.calendars import renew_calendar
from accounts.invitations import invitation_link
from accounts.models import Role, User
from accounts.unsubscribing import unsubscribe_address
from decisions import models as m
from decisions.committee import agendas, hold_meeting, minutes, papers, propose
from decisions.documents import print_jobs
from decisions.documents.pdf.engine import PdfEngineMissing
from decisions.draft.followups import FollowUp
from decisions.draft.load import load_draft
from decisions.life import reopen
from decisions.life.copy import copy_record
from decisions.readiness.assess import blockers
from decisions.readiness.move import adapt, move_draft
from decisions.readiness.waivers import waive
from decisions.states.cases_and_reviews import Outcome
from decisions.states.meetings import MeetingState, Presence
from decisions.states.stages import Stage
from decisions.triggers.amend import Amendment, amend
from decisions.triggers.cases import handle
from decisions.triggers.evaluating import evaluate_series
from decisions.triggers.propose import find_flip
from decisions.triggers.report_change import report_change
from decisions.triggers.reviews import plan
from decisions.triggers.reviews.conclude import conclude
from decisions.triggers.watch import evaluate_version
from metrics.causes import actions as causes
from metrics.dictionary import edit
from metrics.files.reading.mapping import ImportMapping
from metrics.files.store import keep_file
from metrics.imports import looking, steps
from metrics.manual_entry import save as hand
from metrics.manual_entry.cells import read_cell
from metrics.manual_entry.grid import cell_name
from metrics.measures.months import add_months
from metrics.models import (
    Cause,
    DefinitionVersion,
    Gap,
    HandEntry,
    Import,
    Metric,
    Observation,
    Refresh,
    Source,
)
from metrics.rates.tables import add_table
from metrics.sources import connect, due, refresh
from metrics.sources.origins import AddressOrigin, QueryOrigin
from metrics.sources.schedules import Schedule
from partnerdesk.core import jobs, outbox
from partnerdesk.core.models import Notice
from partners.actions import add_partner, change_partner, save_risk_flag
from partners.models import ComplianceCheckpoint, RiskFlag
from tests.factories import decide, link_of, make_decided, make_record, version_of
from workspace.demo.mappings import MAPPINGS
from workspace.demo.people import PEOPLE

NOW = timezone.now()
TODAY = timezone.localdate()
LONG = "Antidisestablishmentarianism-Beteiligungsgesellschaft"
"""A word that does not fit into a narrow column."""
LONG_FILE = "partner_survey_export_2026_final_corrected_by_operations_v2.csv"

Found = dict[str, Any]


def people() -> dict[str, User]:
    return {person.key: User.objects.get(email=person.email) for person in PEOPLE}


def of_people(by: User, password: str) -> Found:
    """Somebody for whom nothing waits, one who is invited, and one whose account is closed."""
    User.objects.create_user("nora@example.com", password, name="Nora Quist", role=Role.VIEWER)
    email = f"{LONG.lower()}@example.com"
    invited = invite_person(email=email, name=f"{LONG} Person", role=Role.VIEWER, by=by, now=NOW)
    closed = invite_person(email="closed@example.com", name="Clara Closed", role=Role.VIEWER, by=by, now=NOW)
    change_person(closed, role=closed.role, is_active=False, by=by, now=NOW)
    link = invitation_link(invited)
    return {"invited": invited.pk, "closed": closed.pk, "invitation": link[link.index("/account/") :]}


def of_partners(by: User) -> Found:
    """A partner with everything, one with nothing, and labels that are one and the same."""
    flag = RiskFlag.objects.earliest("pk")
    full = flag.partner
    checkpoint = ComplianceCheckpoint.objects.exclude(partner=full).earliest("pk")
    closed = {"kind": "legal", "severity": "low", "statement": "Contract had no end", "owner": by}
    save_risk_flag(full, None, by=by, now=NOW, raised_on=TODAY, closed_on=TODAY, mitigation=LONG, **closed)
    change_partner(full, by=by, now=NOW, segment="Managed-service")
    bare = add_partner(by=by, now=NOW, key=f"K-{LONG}", name=f"{LONG} AG", segment=LONG)
    return {
        "flagged": full.pk, "flag": flag.pk, "checked": checkpoint.partner_id, "checkpoint": checkpoint.pk,
        "bare": bare.pk,
    }  # fmt: skip


ASKING = f"""\
Report {LONG}

Partner;Order date;Amount;Stage;{LONG}
Acme GmbH;1/1/25;12.500;Closed Won;x
Acme;2/2/25;1.250;Closed won;x
{LONG};3/3/25;$3.400;{LONG};x
Acme;3/3/25;2.300;Closed Won;x
Acme;3/3/25;2.300;Closed Won;x
a;1;b
Total;;21.750;;
"""
"""A file of which nearly everything has to be asked."""


def of_files(by: User) -> Found:
    """A file in each state of its way in, one that can't be read, and lists of partners."""
    month = add_months(TODAY.replace(day=1), -1)
    rows = [f"P{1001 + number},{month:%Y-%m}-15,{number % 11}" for number in range(30)]
    odd = [
        "P9999,2026-01-15,9",
        ",2026-01-15,9",
        "P1001,soon,9",
        "P1002,2026-01-15,many",
        "P1003,2026-01-15,400",
    ]
    data = "\n".join(["partner_id,answered_on,score", *rows, *odd])
    mapping = ImportMapping.model_validate(
        {name: part for name, part in MAPPINGS["partner_survey.csv"].items() if name != "partners"}
        | {"source": "survey-of-autumn"}
    )

    def start(text: str = data, file_name: str = LONG_FILE) -> Import:
        return steps.start_import(keep_file([text.encode()]), file_name, by=by, now=NOW)

    def looked_at(text: str = data, file_name: str = LONG_FILE) -> Import:
        return look_at_it(start(text, file_name))

    def mapped() -> Import:
        return steps.map_import(looked_at(), mapping, by=by, now=NOW)

    def previewed() -> Import:
        found = mapped()
        with transaction.atomic():
            steps.do_preview(found.pk)
        return found

    refused, unreadable = mapped(), start("", "empty.csv")
    steps.refuse(unreadable.pk, "The file is empty.")
    steps.refuse(refused.pk, f"The column “{LONG}” is not in the file.")
    rates = keep_file([b"month,currency,rate\n2025-01,EUR,1.0354\n2025-02,JPY,0.00659\n"])
    table, _plan = add_table(
        rates, LONG_FILE, source=f"Bank {LONG}"[:120], dated_on=TODAY - timedelta(days=90), by=by, now=NOW
    )
    listed = "partner_id,partner_name,segment\nP1001,Alder & Sons,ISV\nP7001,New one,Re-seller\n"
    return {
        "looked_at": start().pk,
        "to_map": looked_at().pk,
        "asking": looked_at(ASKING).pk,
        "unknown": looked_at("a,b\n1,2\n", "unknown.csv").pk,
        "unreadable": unreadable.pk,
        "being_read": mapped().pk,
        "previewed": previewed().pk,
        "being_imported": steps.confirm_import(previewed(), by=by, now=NOW).pk,
        "refused_file": refused.pk,
        "set_aside": steps.drop_import(start(), by=by, now=NOW).pk,
        "imported": Import.objects.filter(file_name="opportunities.csv").earliest("created_at").pk,
        "list": keep_file([listed.encode()]).pk,
        "no_list": keep_file([b""]).pk,
        "rates": rates.pk,
        "no_rates": keep_file([b"month,currency,rate\nsoon,EUR,1\n"]).pk,
        "rate_table": table.pk,
    }  # fmt: skip


def of_notices(who: dict[str, User]) -> Found:
    """Notices of each look, more than a page holds, and the secret addresses of mails and calendars."""
    maria, tom = who["maria"], who["tom"]
    given: Found = {
        "kind": "action_due",
        "address": "/records/",
        "subject_kind": "action",
        "subject_id": maria.pk,
    }
    for number in range(60):
        before = NOW - timedelta(hours=number)
        key, is_urgent = f"state-{number}", number % 7 == 0
        what = f"Late since 2 Nov 2026: {LONG if number % 5 == 0 else 'Tell the partners'} {number}"
        outbox.notify(
            [maria.pk], key=key, what=what, about=f"CP-0001 · {LONG}", urgent=is_urgent, now=before, **given
        )
    outbox.mark_seen(maria.pk, until=NOW - timedelta(hours=9), now=NOW)
    with mock.patch("time.time", return_value=(NOW - timedelta(days=500)).timestamp()):
        old = unsubscribe_address(tom, "vote")
    calendar = renew_calendar(maria, by=maria, now=NOW)
    return {
        "address_link": link_of(tom),
        "notice": Notice.objects.filter(person=maria, key="state-40").get().pk,
        "unsubscribe": unsubscribe_address(tom, "vote").split("/")[-2], "old_unsubscribe": old.split("/")[-2],
        "calendar": calendar.rpartition("/")[2].removesuffix(".ics"),
    }  # fmt: skip


def look_at_it(imported: Import) -> Import:
    """Have a file looked at, as the worker does."""
    with transaction.atomic():
        looking.do_look(imported.pk)
    imported.refresh_from_db()
    return imported


def of_sources(by: User) -> Found:
    """Fetched sources: one that is running, one that has failed three times, one whose data wait to be mapped."""
    address = AddressOrigin(address=f"https://data.example.com/{LONG}/orders.csv?key=1")
    running = connect.connect_source("fetched-by-address", Source.Kind.ADDRESS, address, by=by, now=NOW)
    refresh.begin(running.pk)
    jobs.report_progress(running.pk, 0.4, "Importing")
    query = QueryOrigin(host="db.example.com", dbname="sales", user="reader", query=f"SELECT *\nFROM {LONG}")
    failing = connect.connect_source(
        "fetched-by-query", Source.Kind.DATABASE, query, password="x", by=by, now=NOW
    ).source
    connect.set_schedule(failing, Schedule(every="month", day=31, zone="Asia/Tokyo"), by=by, now=NOW)
    for _run in range(3):
        run = due.ask_for_refresh(failing, by=by, now=NOW)
        refresh.give_up(
            run.pk, f"The database can't be opened ({LONG}): are host, name, user and password right?"
        )
    unmapped = connect.connect_source("fetched-unmapped", Source.Kind.ADDRESS, address, by=by, now=NOW)
    imported = look_at_it(
        steps.start_import(
            keep_file([b"partner,date\na,2026-01-01\n"]), LONG_FILE, source=unmapped.source, by=by, now=NOW
        )
    )
    log = [{"at": NOW.isoformat(timespec="seconds"), "words": "Asking data.example.com"}]
    Refresh.objects.filter(pk=unmapped.pk).update(
        state="done", message="The data are here: say what the columns mean.", finished_at=NOW, log=log,
        imported=imported,
    )  # fmt: skip
    return {
        "running_source": running.source, "failing_source": failing, "unmapped_source": unmapped.source,
    }  # fmt: skip


def of_metrics(by: User) -> Found:
    """An entry with two versions, a value that was replaced, gaps in each state."""
    newest = DefinitionVersion.objects.newest().get(metric="partner_nps")
    wanted = newest.content.model_copy(update={"counts": f"{newest.content.counts} {LONG}"})
    edit.change_definition(wanted, seen=newest.number, by=by, now=NOW)
    Metric.objects.filter(pk="partner_nps").update(owner=None)
    entry = HandEntry.objects.filter(metric="compliance_score").latest("period", "pk")
    definition = DefinitionVersion.objects.newest().get(metric="compliance_score")
    change = hand.CellChange(
        entry.partner_id, entry.period, read_cell("71", "score", (0, 100)), entry.revision
    )
    hand.save_entries(definition, [change], assessor=by, assessed_on=TODAY, note=LONG, by=by, now=NOW)
    seen = Observation.objects.filter(series__metric="partner_contribution_margin").earliest("pk")
    alike = Cause.objects.filter(kind=Gap.Kind.SIMILAR_LABEL).earliest("pk")
    missing, accepted = Cause.objects.filter(kind=Gap.Kind.MISSING_VALUE).order_by("pk")[:2]
    causes.assign(accepted, owner=by, by=by, now=NOW)
    causes.accept(
        accepted,
        until=TODAY + timedelta(days=30),
        reason="The form asks for it since May.",
        by=by,
        now=NOW,
    )
    causes.ask(missing, whom=by, words=LONG[:300], by=by, now=NOW)
    causes.set_due(missing, due_on=TODAY - timedelta(days=1), by=by, now=NOW)
    odd = Cause.objects.filter(kind=Gap.Kind.OUTLIER).earliest("pk")
    return {
        "entered_partner": entry.partner_id, "entered_month": f"{entry.period:%Y-%m}",
        "cell": cell_name(entry.partner_id, entry.period),
        "seen_partner": seen.partner_id, "seen_month": f"{seen.period:%Y-%m}",
        "alike": alike.pk, "accepted": accepted.pk, "odd": odd.pk, "gap": missing.pk,
    }  # fmt: skip


def of_records(who: dict[str, User]) -> Found:
    """Versions of each standing, drafts that wait, that were withdrawn, that others write in."""
    maria, ines = who["maria"], who["ines"]
    given: Found = {"author": maria, "owner": maria, "approver": ines}
    waiting = make_decided("channel-prioritization", **given)
    adapt_and_approve(waiting, maria, ines)
    returned = make_record("channel-prioritization", to=Stage.PROPOSED, **given)
    decide(returned, "return", comment=f"Say what it costs. {LONG}")
    without_engine(version_of(returned))
    rejected = make_record("channel-prioritization", to=Stage.PROPOSED, **given)
    decide(rejected, "reject")
    withdrawn = make_record("channel-prioritization", is_filled=False, **given)
    move_draft(withdrawn, to=Stage.NONE, by=maria, now=NOW)
    waived = make_record("channel-prioritization", to=Stage.COMMIT, **(given | {"class": "standard"}))
    m.ActionItem.objects.filter(record=waived).update(due_on=None, owner=None)
    left = blockers(load_draft(waived), Stage.PROPOSED, TODAY)[0]
    waive(waived, code=left.code, subject=left.subject, reason="Follows in a week.", by=ines, now=NOW)
    in_force = m.Version.objects.get(record__code="CP-0001", number=1)
    for kind in print_jobs.PRINTERS:
        print_jobs.paper_of(in_force, m.Artifact.Kind(kind))
    card = make_decided("alignment-scorecard", **given)
    copied = copy_record(waiting, months=3, by=maria, now=NOW)
    text, stale = edited_twice(m.Record.objects.get(code="VE-0003"), maria)
    return {
        "waiting": waiting.code, "returned": returned.code, "rejected": rejected.code, "withdrawn": withdrawn.code,
        "hash": in_force.sha256, "replaced_hash": m.Version.objects.get(record=waiting, number=1).sha256,
        "scorecard": card.code, "copied": copied.code, "link": m.RecordLink.objects.get().pk,
        "waived": waived.code, "text": text, "stale": stale,
        "scope": m.Scope.objects.get(record__code="VE-0003").pk, "flip": a_flip("VE-0002"),
        "threshold": m.Threshold.objects.filter(record__code="VE-0002").earliest("position").pk,
    }  # fmt: skip


def of_watching(who: dict[str, User]) -> Found:
    """Cases in each state, a trigger on each partner, reviews with each outcome, a version that was stopped."""
    maria, ines = who["maria"], who["ines"]
    record = m.Record.objects.with_header().get(code="CP-0001")
    assert record.in_force_id
    evaluate_version(record.in_force_id, NOW)
    reported = report_change(record, words=f"{LONG} was acquired. {LONG}", by=maria, now=NOW)
    reported = handle.acknowledge(reported, by=maria, now=NOW, words=LONG)
    sampled = m.Trigger.objects.filter(record=record, kind="level").order_by("label")
    amend(sampled[0], Amendment(60, 65, 2), reason=LONG, by=maria, now=NOW)
    case = m.Case.objects.filter(trigger=sampled[1]).earliest("opened_at")
    case = handle.snooze(case, until=TODAY + timedelta(days=9), reason=LONG, by=maria, now=NOW)
    review = plan.open_review_of(reported, by=maria, now=NOW)
    stopped = make_decided("channel-performance", author=maria, owner=maria, approver=ines)
    later = timezone.now()
    settled = report_change(stopped, words=LONG, by=maria, now=later)
    ended = plan.open_review_of(settled, by=maria, now=later)
    actions = [FollowUp(LONG, maria, TODAY)]
    conclude(ended, outcome=Outcome.STOP, words=f"{LONG} {LONG}", wind_down=actions, by=maria, now=later)
    return {
        "trigger": sampled[0].pk, "case": case.pk, "in_review": reported.pk, "review": review.pk,
        "by_partner": a_case_of_each_partner(sampled[1]).pk,
        "post_review": m.Review.objects.get(record=record, kind="post").pk,
        "input": m.InputItem.objects.filter(record=record).earliest("position").pk,
        "stopped": stopped.code, "closed_case": settled.pk, "closed_review": ended.pk,
        "dropped_review": m.Review.objects.get(record=stopped, kind="post").pk,
    }  # fmt: skip


def a_case_of_each_partner(like: m.Trigger) -> m.Case:
    """A trigger that looks at each partner by itself, and has fired on most of them."""
    fields = {field.attname: getattr(like, field.attname) for field in m.Trigger._meta.concrete_fields}
    above = {"level": 1e6, "clear_level": 1e6, "by_partner": True, "is_below": True}
    trigger = m.Trigger.objects.create(**(fields | above | {"id": uuid.uuid4()}))
    partners = like.watched.members.values_list("partner", flat=True) if like.watched else ()
    m.Condition.objects.bulk_create(m.Condition(trigger=trigger, partner_id=pk) for pk in partners)
    assert trigger.series_id
    evaluate_series(trigger.series_id, None, now=NOW, version=trigger.version)
    return m.Case.objects.get(trigger=trigger)


def a_flip(code: str) -> str:
    """A level at which the selected option would lose, as its address names it."""
    content = load_draft(m.Record.objects.with_header().get(code=code))
    pairs = (
        (criterion, option) for criterion in content.all(m.Criterion) for option in content.all(m.Option)
    )
    criterion, option = next(
        (criterion, option)
        for criterion, option in pairs
        if find_flip(content, criterion.pk, option.label, is_shared=False)
    )
    return f"{criterion.pk}/estimate/{option.label}"


def adapt_and_approve(record: m.Record, author: User, approver: User) -> None:
    """A second version in force: the first one is superseded."""
    adapt(record, by=author, now=NOW, reason="Budget was cut.")
    save(m.ReviewPlan.objects.get(record=record), author, confirmed_by=author.pk, confirmed_on=TODAY)
    move_draft(record, to=Stage.COMMIT, by=author, now=NOW)
    propose.propose(record, by=author, now=NOW)
    decide(record, by=approver)


def save(unit: m.Unit, by: User, **values: Any) -> None:
    found = unit.values() | values
    reopen.save_unit(unit, found, revision=unit.revision, save_id=uuid.uuid4(), by=by, now=NOW)


def edited_twice(record: m.Record, by: User) -> tuple[uuid.UUID, int]:
    """A text, and the revision that a second tab has seen before the last save."""
    text = m.TextBlock.objects.filter(record=record).earliest("key")
    for words in ("Before.", f"Written in the first tab. {LONG}"):
        text.refresh_from_db()
        save(text, by, body=words)
    return text.pk, text.revision


def of_meetings(who: dict[str, User]) -> Found:
    """A meeting that runs and votes, one whose minutes wait for approval, actions in both states."""
    ines, maria = who["ines"], who["maria"]
    committee = m.Committee.objects.get()
    ended, running = (
        hold_meeting.call_meeting(committee, starts_at=NOW, place=LONG, by=ines, now=NOW)
        for _number in range(2)
    )
    topic = agendas.add_topic(ended, m.AgendaItem(title=f"{LONG} {LONG}"), by=ines, now=NOW)
    for found in (ended, running):
        hold_meeting.move(found, to=MeetingState.RUNNING, by=ines, now=NOW)
        hold_meeting.say_who_is_there(
            found, dict.fromkeys(found.attendees.values_list("pk", flat=True), Presence.PRESENT), by=ines
        )
    minutes.write_item(topic, minutes.Written(f"{LONG} {LONG}", LONG, 0), by=ines)
    action = m.MeetingAction(text=LONG, owner=maria, due_on=TODAY)
    done = minutes.add_action(topic, action, by=ines, now=NOW)
    minutes.finish_action(done, words=LONG, by=maria, now=NOW)
    hold_meeting.move(ended, to=MeetingState.DRAFTED, by=ines, now=timezone.now())
    held = m.Meeting.objects.get(code="MT-0001")
    papers.do_minutes(held.pk)
    return {
        "planned_item": m.AgendaItem.objects.get(meeting__code="MT-0002", kind="proposal").pk,
        "running_meeting": running.code, "drafted_meeting": ended.code,
        "drafted_item": topic.pk,
        "running_item": running.agenda.get(kind="proposal").pk, "done_action": done.pk,
        "meeting_action": m.MeetingAction.objects.get(item__meeting=held).pk,
        "minutes_hash": held.minutes.sha256,
    }  # fmt: skip


def without_engine(version: m.Version) -> None:
    """A version whose papers the worker refused to print."""

    def missing(*_given: Any, **_options: Any) -> None:
        raise PdfEngineMissing("The library Pango is missing; see docs/operations.md.")

    job = jobs.enqueue(print_jobs.PAPERS, version.pk)
    with mock.patch.dict(print_jobs.PRINTERS, dict.fromkeys(print_jobs.PRINTERS, missing)):
        jobs.run(job.pk)


def make(password: str) -> Found:
    who = people()
    return (
        {person: found.pk for person, found in who.items()}
        | of_people(who["ada"], password)
        | of_partners(who["maria"])
        | of_notices(who)
        | of_files(who["kenji"])
        | of_sources(who["kenji"])
        | of_metrics(who["kenji"])
        | of_records(who)
        | of_watching(who)
        | of_meetings(who)
        | {"committee": m.Committee.objects.get().pk}
        | {"fault": render_to_string("500.html")}
    )


def make_empty(password: str) -> Found:
    """The one person of a workspace in which nobody has worked."""
    ada = User.objects.create_user("ada@example.com", password, name="Ada Lindqvist", role=Role.ADMIN)
    return {"ada": ada.pk}


def tell(password: str) -> None:
    done = (make if User.objects.exists() else make_empty)(password)
    sys.stdout.write(json.dumps({name: str(value) for name, value in done.items()}))
