"""Telling the demo's stories, each under the clock of its day, and living through what came after them.

Whatever asks which day it is while a record is told gets the day that its story names: what was frozen then rests on
what could be known then.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from decisions.committee import decide, propose
from decisions.committee.rounds import Ballotpaper
from decisions.models import Case, Committee, Enactment, Record, Review, Trigger, Version
from decisions.readiness.move import adapt, move_draft
from decisions.record.sharing import share_record
from decisions.states.cases_and_reviews import CaseState, Outcome, ReviewState
from decisions.states.stages import Stage
from decisions.states.votes import Choice
from decisions.triggers.cases import handle
from decisions.triggers.reviews.conclude import conclude
from decisions.triggers.watch import evaluate_version, look_at_the_clock
from partnerdesk.core.days import begin_in, told_at, workspace_zone
from workspace.demo.committee import STEERING, begin_to_vote, seat_committee
from workspace.demo.filling import Filler, Story
from workspace.demo.meetings import call_next_meeting, hold_first_meeting
from workspace.demo.stories import CHANNEL_TERMS, PRIORITIZATION, SCORECARD, VALUE_EXCHANGE
from workspace.demo.variants import CO_SELL_DESK, MDF_BELOW_GOLD

People = dict[str, User]
DAY = dt.timedelta(days=1)
TOLD_DAYS = (430, 428, 122, 120, 40, 39, 12, 8, 6, 3, 2, 1, 0)
"""The days before now on which something is told that rests on data."""
QUIET = "Nothing that is watched has fired."
WAITS = "What has fired waits for the post-review; nothing else has."
POST_REVIEW = (
    "Joint revenue and partner NPS came within their ranges, integration depth did not: certification took longer than "
    "we thought. With what is observed B is no longer first. The desk stays open while a redesign is worked out."
)


def tell_stories(people: People, now: dt.datetime) -> None:
    """Records in frame, compare, commit, proposed, in force, and one in force with a newer draft.

    They are told in the order of their days, so that numbers and events stand in it: the oldest decision is the first.
    """
    older = _advance(CO_SELL_DESK, people, now - 430 * DAY, Stage.PROPOSED)
    approve(older, people["ines"], now - 428 * DAY, "Agreed for one year.")
    committee = seat_committee(people, now - 150 * DAY)
    in_force = _advance(CHANNEL_TERMS | {"is_past": True}, people, now - 122 * DAY, Stage.PROPOSED)
    approve(in_force, people["ines"], now - 120 * DAY, "Agreed. Report after the first quarter.")
    light = _advance(PRIORITIZATION, people, now - 40 * DAY, Stage.PROPOSED)
    approve(light, people["maria"], now - 39 * DAY, "")
    hold_first_meeting(committee, people, now)
    _advance(VALUE_EXCHANGE, people, now - 12 * DAY, Stage.COMMIT)
    compare = _advance(MDF_BELOW_GOLD, people, now - 8 * DAY, Stage.COMPARE)
    share_record(compare, person=people["maria"], by=people["jonas"], now=now - 7 * DAY)
    _vote_in_committee(committee, people, now)
    with told_at(now - 3 * DAY):
        record = Record.objects.get(pk=light.pk)
        adapt(record, by=people["jonas"], now=now - 3 * DAY, reason="Budget was cut.")
    asked = {"question": "Should managed service partners join the co-sell desk?"}
    _begin(VALUE_EXCHANGE | asked | {"author": "maria", "owner": "maria"}, people, now - 2 * DAY)
    private = {"question": "Do we leave the marketplace channel?", "private": True}
    _begin(PRIORITIZATION | private, people, now - DAY)


def _vote_in_committee(committee: Committee, people: People, now: dt.datetime) -> None:
    """A vote that is running, and the meeting that it is on the agenda of."""
    proposed = now - 6 * DAY
    scorecard = _advance(SCORECARD | {"committee": STEERING}, people, proposed, Stage.PROPOSED)
    begin_to_vote(scorecard, people, proposed)
    call_next_meeting(committee, people, now)


def live_on(people: People, loads: list[dt.datetime], now: dt.datetime) -> None:
    """What came after the decisions, day by day: data that arrived, days that were due, what people did about it."""
    then = loads[0]
    while then < now:
        ahead = {*loads, *_due_mornings(), *(opened + DAY for opened in _unanswered()), now}
        then = min(moment for moment in ahead if moment > then)
        with told_at(then):
            answer(people, then)
            if then in (*loads, now):
                evaluate(then)
            look_at_the_clock(then)


def _due_mornings() -> set[dt.datetime]:
    """The mornings of the days for which a review or a check is planned."""
    zone = workspace_zone()
    reviews = Review.objects.filter(state=ReviewState.PLANNED).values_list("due_on", flat=True)
    dates = Trigger.objects.exclude(due_on=None).values_list("due_on", flat=True)
    return {begin_in(zone, day) + dt.timedelta(hours=7) for day in {*reviews, *dates} if day}


def _unanswered() -> set[dt.datetime]:
    """When the cases and reviews were opened that `answer` has still to do with."""
    cases = Case.objects.filter(state=CaseState.OPEN).values_list("opened_at", flat=True)
    reviews = _open_reviews().exclude(opened_at=None).values_list("opened_at", flat=True)
    return {opened for opened in (*cases, *reviews) if opened}


def _open_reviews() -> QuerySet[Review]:
    """Those of the older decision; that of the terms is what the tour does."""
    question = CO_SELL_DESK["question"]
    return Review.objects.filter(record__summary__question=question, state=ReviewState.OPEN)


def evaluate(now: dt.datetime) -> None:
    """Look at what is in force, as the worker does when data have arrived."""
    rows = Enactment.objects.filter(in_force_from__lte=now, in_force_to=None).order_by("in_force_from")
    for pk in rows.values_list("version", flat=True):
        evaluate_version(pk, now)


def answer(people: People, now: dt.datetime) -> None:
    """What people did a day after something had fired, or a review of the older decision had begun."""
    open_ones = Case.objects.filter(state=CaseState.OPEN, opened_at__lte=now - DAY)
    for case in open_ones.select_related("trigger", "record__summary"):
        by, words = _answers(people)[case.record.summary.question, case.trigger.kind]
        if case.trigger.kind == "check":
            handle.close(case, outcome=Outcome.CONTINUE, words=words, by=by, now=now)
        else:
            handle.acknowledge(case, by=by, now=now, words=words)
    for review in _open_reviews().filter(opened_at__lte=now - DAY).select_related("record", "version"):
        waits = Case.objects.filter(version=review.version).exclude(state=CaseState.CLOSED).exists()
        words = POST_REVIEW if review.kind == Review.Kind.POST else (WAITS if waits else QUIET)
        conclude(review, outcome=Outcome.CONTINUE, words=words, by=people["jonas"], now=now)


def _answers(people: People) -> dict[tuple[str, str], tuple[User, str]]:
    """Who says what to what has fired, by question and kind of trigger. What is not foreseen here fails."""
    terms, desk = CHANNEL_TERMS["question"], CO_SELL_DESK["question"]
    return {
        (terms, "level"): (people["maria"], "Finance looks into the product cost of the last months."),
        (desk, "choice"): (people["jonas"], "The post-review takes it up."),
        (desk, "check"): (people["kenji"], "The engineer is there; the first two interfaces have passed."),
    }


def _begin(story: Story, people: People, now: dt.datetime) -> Record:
    with told_at(now):
        return Filler(story, people, now).record


def _advance(story: Story, people: People, now: dt.datetime, to: Stage) -> Record:
    """Fill a record as far as `to` takes and move it there, under the clock of its day."""
    with told_at(now):
        filler = Filler(story, people, now)
        steps: tuple[tuple[Callable[[], None], Stage], ...] = (
            (filler.frame, Stage.COMPARE),
            (filler.compare, Stage.COMMIT),
        )
        for fill, stage in steps:
            fill()
            if stage == Stage.COMMIT and to == Stage.COMPARE:
                return filler.record
            move_draft(filler.record, to=stage, by=filler.by, now=now)
        filler.commit()
        if to == Stage.PROPOSED:
            propose.propose(filler.record, by=filler.by, now=now)
        return filler.record


def approve(record: Record, by: User, now: dt.datetime, comment: str) -> None:
    """The approver's vote, under the clock of its day."""
    version = Version.objects.select_related("record", "round").filter(record=record).latest("number")
    with told_at(now):
        paper = Ballotpaper(Choice.APPROVE, comment, seen_sha256=version.sha256)
        decide.vote(version, paper, by=by, now=now)


def story_of(framework: str) -> Story:
    """The demo's story for a framework."""
    stories: tuple[dict[str, Any], ...] = (CHANNEL_TERMS, VALUE_EXCHANGE, SCORECARD, PRIORITIZATION)
    return next(story for story in stories if story["framework"] == framework)
