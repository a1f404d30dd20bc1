"""The demo's steering committee: its members, its rules, and a vote that is running."""

import datetime as dt

from accounts.models import User
from decisions.committee import decide, questions
from decisions.committee.members import save_committee, save_member, save_rule
from decisions.committee.rounds import Ballotpaper
from decisions.models import Committee, CommitteeRule, DecisionClass, Member, Record, Remark, Version
from decisions.states.votes import Choice

STEERING = "Partner steering committee"


def seat_committee(people: dict[str, User], now: dt.datetime) -> Committee:
    """Four members and a deputy; every class of decision begins with the same rule."""
    by = people["ada"]
    committee = Committee(
        name=STEERING, purpose="Partner programs, segments and scorecards of all regions", voting_days=14
    )
    save_committee(committee, by=by, now=now)
    seats = (("ines", None), ("kenji", "ada"), ("tom", None), ("jonas", None))
    for name, deputy in seats:
        member = Member(
            committee=committee,
            user=people[name],
            deputy=people[deputy] if deputy else None,
            is_chair=name == "ines",
        )
        save_member(member, by=by, now=now)
    for each in DecisionClass:
        rule = CommitteeRule(committee=committee, decision_class=each, quorum=50, threshold=50)
        save_rule(rule, by=by, now=now)
    return committee


def begin_to_vote(record: Record, people: dict[str, User], now: dt.datetime) -> None:
    """One has voted with a condition, one has asked and was answered."""
    version = Version.objects.select_related("record", "round").get(record=record)
    question = questions.ask(
        version,
        kind=Remark.Kind.QUESTION,
        section=version.data()["sections"][0]["key"],
        text="Why are integrators below 500,000 in yearly revenue in the set?",
        by=people["tom"],
        now=now + dt.timedelta(days=1),
    )
    questions.answer(
        question,
        text="They hold the certifications that the new bundle needs. Only four integrators come on the scorecard.",
        by=record.created_by,
        now=now + dt.timedelta(days=2),
    )
    paper = Ballotpaper(
        Choice.APPROVE,
        "The figures are sound.",
        condition="Show the coverage gap by region in the first review",
        seen_sha256=version.sha256,
    )
    decide.vote(version, paper, by=people["kenji"], now=now + dt.timedelta(days=2))
