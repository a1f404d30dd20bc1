"""The lifecycles after the decision, as tables: how a case and a review may move, and what they can come to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseState(TextChoices):
    OPEN = "open", _("open")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    IN_REVIEW = "in_review", _("in review")
    CLOSED = "closed", _("closed")


class ReviewState(TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    DROPPED = "dropped", _("dropped")


class Outcome(TextChoices):
    """What a case or a review ends in. `superseded` is the system's: another version has taken over."""

    CONTINUE = "continue", _("continue")
    ADAPT = "adapt", _("adapt")
    STOP = "stop", _("stop")
    SUPERSEDED = "superseded", _("superseded")


CASE_MOVES: dict[tuple[CaseState, CaseState], str] = {
    (CaseState.OPEN, CaseState.ACKNOWLEDGED): "case.acknowledged",
    (CaseState.OPEN, CaseState.IN_REVIEW): "case.review_opened",
    (CaseState.OPEN, CaseState.CLOSED): "case.closed",
    (CaseState.ACKNOWLEDGED, CaseState.IN_REVIEW): "case.review_opened",
    (CaseState.ACKNOWLEDGED, CaseState.CLOSED): "case.closed",
    (CaseState.IN_REVIEW, CaseState.CLOSED): "case.closed",
}

"""How a case may move, and the kind of event that each move leaves."""

REVIEW_MOVES: dict[tuple[ReviewState, ReviewState], str] = {
    (ReviewState.PLANNED, ReviewState.OPEN): "review.opened",
    (ReviewState.PLANNED, ReviewState.DROPPED): "review.dropped",
    (ReviewState.OPEN, ReviewState.CLOSED): "review.closed",
    (ReviewState.OPEN, ReviewState.DROPPED): "review.dropped",
}
"""The same for reviews."""
