"""Things that tests need, made through the same actions as the product makes them."""

import datetime as dt
import hashlib
import itertools
import uuid
from typing import Any

from django.utils import timezone

from accounts.models import AddressChange, Role, User
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import propose
from decisions.committee.rounds import Ballotpaper
from decisions.readiness.move import move_draft
from decisions.states.stages import Stage
from decisions.states.votes import Choice
from metrics.models import Cause, Gap, Import, Source
from partners.models import Partner
from tests.casting import cast
from workspace.demo.filling import Filler, Story
from workspace.demo.loading import story_of

PASSWORD = "a-long-test-password"
NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
FRAMEWORKS = ("channel-performance", "value-exchange", "alignment-scorecard", "channel-prioritization")

_numbers = itertools.count(1)


def make_person(role: str = Role.MANAGER, *, name: str = "", **fields: Any) -> User:
    number = next(_numbers)
    return User.objects.create_user(
        f"person{number}@example.com", PASSWORD, name=name or f"Person {number}", role=role, **fields
    )


def link_of(person: User) -> str:
    """The token of a link that gives this person another address, as if it stood in a mail."""
    token = f"a-token-for-{person.pk}"
    AddressChange.objects.create(
        person=person,
        before=person.email,
        email="other@example.com",
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        asked_at=timezone.now(),
    )
    return token


def make_partner(**fields: Any) -> Partner:
    number = next(_numbers)
    return Partner.objects.create(**({"key": f"K{number}", "name": f"Partner {number}"} | fields))


def make_gap(source: Source, imported: Import, *, kind: str = "missing_value", owner: User | None = None,
             cause: dict[str, Any] | None = None, **fields: Any) -> Gap:  # fmt: skip
    """A gap with a cause of its own, whose other fields are in `cause`."""
    key = {name: fields[name] for name in ("metric_id", "column", "label", "concerns") if name in fields}
    of = Cause.objects.create(source=source, kind=kind, owner=owner, **key, **(cause or {}))
    return Gap.objects.create(cause=of, source=source, imported=imported, kind=kind, **{"count": 3} | fields)


def make_committee(*people: User, chair: User | None = None, **rule: Any) -> m.Committee:
    """A committee of these people, the first of them in the chair; one rule for every class of decision."""
    found = m.Committee.objects.create(name=f"Committee {next(_numbers)} {uuid.uuid4().hex[:8]}")
    for person in people:
        m.Member.objects.create(committee=found, user=person, is_chair=person == (chair or people[0]))
    for each in m.DecisionClass:
        m.CommitteeRule.objects.create(committee=found, decision_class=each, **rule)
    return found


def make_story(framework: str, **changes: Any) -> Story:
    """The demo's story on all partners, with numbers instead of baselines."""
    story = story_of(framework) | {"segment": "", "why_not_best": "Its range is too wide to bet on."}
    story["estimates"] = {
        cell: ("10", "20", "30", "fact") if stated == "baseline" else stated
        for cell, stated in story["estimates"].items()
    }
    return story | changes


def make_record(
    framework: str = "channel-performance",
    *,
    to: Stage = Stage.FRAME,
    is_filled: bool = True,
    author: User | None = None,
    owner: User | None = None,
    approver: User | None = None,
    committee: m.Committee | None = None,
    now: dt.datetime | None = None,
    **changes: Any,
) -> m.Record:
    """A record at a stage, brought there by its author. Metrics without data have their gap written down.

    `is_filled=False` stops before the last stage's own fields are filled in.
    """
    author = author or make_person()
    people = {
        "author": author,
        "owner": owner or author,
        "approver": approver or make_person(Role.VIEWER),
    }
    if not Partner.objects.exists():
        make_partner()
    story = make_story(framework, **({"class": "light"} | changes))
    story |= {
        "author": "author",
        "owner": "owner",
        "approver": "approver",
        "metric_owner": "owner",
        "path": (),
    }
    story["actions"] = [(text, "owner", days) for text, _owner, days in story.get("actions", ())]
    story["stories"] = [
        (text, ("owner", ending[1]) if isinstance(ending, tuple) else ending)
        for text, ending in story.get("stories", ())
    ]
    now = now or timezone.now()
    pk = cast((story, to, is_filled), people, now, lambda: _filled(Filler(story, people, now), to, is_filled))
    record = m.Record.objects.get(pk=pk)
    if story["class"] == m.DecisionClass.MAJOR and committee is None:
        committee = make_committee(people["approver"])
    if committee:
        m.Approval.objects.filter(record=record).update(committee=committee)
    if to == Stage.PROPOSED:
        propose.propose(record, by=author, now=now)
    return fresh(record)


def fresh(record: m.Record) -> m.Record:
    """The record as it stands now, with nothing remembered."""
    return m.Record.objects.with_header().get(pk=record.pk)


def _filled(filler: Filler, to: Stage, is_filled: bool) -> m.Record:
    _fill(filler, to, is_filled)
    return filler.record


def _fill(filler: Filler, to: Stage, is_filled: bool) -> None:
    steps = (
        (Stage.FRAME, filler.frame),
        (Stage.COMPARE, filler.compare),
        (Stage.COMMIT, filler.commit),
    )
    for stage, fill in steps:
        if stage == to and not is_filled:
            return
        fill()
        if stage == Stage.FRAME:
            write_gaps(filler)
        if stage == Stage.COMPARE:
            prove_facts(filler)
        if stage == to:
            return
        following = {Stage.FRAME: Stage.COMPARE, Stage.COMPARE: Stage.COMMIT}.get(stage)
        if following:
            move_draft(filler.record, to=following, by=filler.by, now=filler.now)


def write_gaps(filler: Filler) -> None:
    """Write down why the metrics have no data yet; and one piece of evidence that holds without them."""
    due = filler.now.date() + dt.timedelta(days=30)
    for binding in m.MetricBinding.objects.filter(record=filler.record):
        filler.save(binding, gap_reason="No extract yet", gap_owner="owner", gap_due_on=due)
    filler.add("evidence", title="Partner contract", sort="document", source="Archive")


def prove_facts(filler: Filler) -> None:
    """Say on which evidence the facts rest."""
    contract = m.Evidence.objects.get(record=filler.record, title="Partner contract")
    facts = m.Estimate.objects.filter(record=filler.record, basis=m.Basis.FACT)
    for estimate in facts.order_by("criterion__position", "option__position"):
        filler.save(estimate, evidence=contract.pk)


def version_of(record: m.Record) -> m.Version:
    return (
        m.Version.objects.select_related("record", "round", "standing").filter(record=record).latest("number")
    )


def decide(
    record: m.Record,
    choice: str = "approve",
    *,
    by: User | None = None,
    comment: str = "Because.",
    condition: str = "",
    seen: str = "",
) -> Any:
    """A vote on the newest version, the approver's unless somebody is named."""
    version = version_of(record)
    approver = by or m.Approval.objects.get(record=record).approver
    assert approver is not None
    paper = Ballotpaper(Choice(choice), comment, condition, seen or version.sha256)
    return deciding.vote(version, paper, by=approver, now=timezone.now())


def make_decided(framework: str = "channel-performance", **options: Any) -> m.Record:
    """A record whose first version is in force."""
    record = make_record(framework, to=Stage.PROPOSED, **options)
    if decide(record) is None:
        deciding.close_early(version_of(record), by=record.approval.approver, now=timezone.now())
    return fresh(record)
