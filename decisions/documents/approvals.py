"""The votes behind a version as sentences: who approved, what they asked for, who disagrees."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from decisions.documents.format import paper_day
from decisions.states.stages import Quality
from decisions.states.votes import Choice

if TYPE_CHECKING:
    from decisions.versions.report import PrintedVote, Report


def sentences(report: "Report") -> Iterator[str]:
    """One approver in one sentence; a committee by its counts, then conditions and dissents by name.

    An external copy has neither names nor words: of it the counts are left.
    """
    votes = report.approvals
    committee = report.parts["approvals"].get("committee")
    if not votes:
        return
    if committee is None:
        for vote in votes:
            words = _("Approved %(at)s by %(by)s.") if vote.by else _("Approved %(at)s.")
            if vote.wrote:
                words = _("Approved %(at)s by %(by)s, who also wrote %(wrote)s.")
            who = vote.by or _("somebody")
            yield words % {"at": paper_day(vote.at), "by": who, "wrote": vote.wrote}
            if vote.comment:
                yield f"“{vote.comment}”"
        return
    yield f"{committee}, {paper_day(max(vote.at for vote in votes))}: {_counts(votes)}."
    yield from _said(votes)


def quality(report: "Report") -> str:
    """How far the content has been looked at; once it is reviewed, by whom and when. External copies name nobody."""
    if report.quality != Quality.REVIEWED:
        return str(report.quality.label)
    approving = [vote for vote in report.approvals if vote.choice == Choice.APPROVE]
    by = report.parts["approvals"].get("committee") or ", ".join(vote.by for vote in approving if vote.by)
    at = max((vote.at for vote in approving), default="")
    words = {
        (True, True): _("reviewed %(at)s by %(by)s"),
        (True, False): _("reviewed by %(by)s"),
        (False, True): _("reviewed %(at)s"),
        (False, False): _("reviewed"),
    }[bool(by), bool(at)]
    return words % {"by": by, "at": at and paper_day(at)}


def _counts(votes: "tuple[PrintedVote, ...]") -> str:
    """“3 approve, 1 abstain”, in the order of the choices."""
    found = Counter(vote.choice for vote in votes)
    return ", ".join(f"{found[choice]} {choice.label}" for choice in Choice if found[choice])


def _said(votes: "tuple[PrintedVote, ...]") -> Iterator[str]:
    for vote in sorted(votes, key=_weight):
        who = {"name": vote.by, "choice": vote.label, "text": vote.condition or vote.comment}
        if vote.condition:
            yield _("Condition of %(name)s: %(text)s") % who
        if vote.wrote and vote.choice == Choice.APPROVE:
            yield _("%(name)s also wrote %(wrote)s.") % {
                "name": vote.by or _("Somebody"),
                "wrote": vote.wrote,
            }
        if vote.comment and not vote.condition and vote.choice != Choice.APPROVE:
            yield _("%(name)s (%(choice)s): “%(text)s”") % who


def _weight(vote: "PrintedVote") -> tuple[bool, bool]:
    """Conditions first, then dissents, then what others said."""
    return (not vote.condition, vote.choice not in (Choice.REJECT, Choice.RETURN))
