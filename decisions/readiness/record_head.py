"""What stands at the top of every page of a record: what it is, how far it has come, what may be done with it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.urls import reverse

from accounts.models import User
from decisions.draft.layout import Layout, lay_out
from decisions.draft.load import load_draft
from decisions.readiness.assess import Blocker, Readiness, assess
from decisions.readiness.stage_bar import StageStep, stage_bar
from decisions.record.models import Record
from decisions.sections.draft import Draft
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.states.stages import WORKING_STAGES, Stage, next_stage, previous_stage
from partnerdesk.core.days import day_of


@dataclass
class RecordHead:
    """A record as `user` sees it at `viewed`: a working stage, or PROPOSED for all pages beside them.

    Cases and reviews stand in rooms above this one: they are reached by the record's own relations.
    """

    record: Record
    user: User
    viewed: Stage
    now: dt.datetime
    content: Draft

    @classmethod
    def of(
        cls, record: Record, user: User, viewed: Stage, now: dt.datetime, content: Draft | None = None
    ) -> Self:
        return cls(record, user, viewed, now, content or load_draft(record))

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self.content.framework)

    @cached_property
    def can_change(self) -> bool:
        return self.user.has_perm("decisions.change_record", self.record)

    @property
    def is_open(self) -> bool:
        """Whether this person may write in the draft now."""
        return self.can_change and self.record.stage in WORKING_STAGES

    @cached_property
    def can_decide(self) -> bool:
        return self.user.has_perm("decisions.decide", self.record)

    @cached_property
    def can_share(self) -> bool:
        return self.user.has_perm("decisions.share_record", self.record)

    @property
    def is_watched(self) -> bool:
        """Whether a version is in force, or was: then there is something that is watched, or was."""
        return self.record.in_force_id is not None or self.content.enactments > 0

    @cached_property
    def open_cases(self) -> int:
        """How many cases of the version in force are not closed."""
        if self.record.in_force_id is None:
            return 0
        cases = self.record.cases.filter(version=self.record.in_force_id)
        return cases.exclude(state=CaseState.CLOSED).count()

    @cached_property
    def open_review(self) -> Any:
        """The review of the version in force that is open, the oldest first; None without one."""
        rows = self.record.reviews.filter(version=self.record.in_force_id, state=ReviewState.OPEN)
        return rows.order_by("due_on").first() if self.record.in_force_id else None

    @property
    def stage(self) -> Stage:
        return Stage(self.record.stage)

    @property
    def next(self) -> Stage | None:
        return next_stage(self.stage)

    @property
    def previous(self) -> Stage | None:
        return previous_stage(self.stage) if self.stage in WORKING_STAGES else None

    @cached_property
    def everything(self) -> Readiness:
        """How the draft stands at all gates: asked once, and every list is a part of it."""
        return assess(self.content, Stage.PROPOSED, day_of(self.user, self.now))

    @property
    def gate(self) -> Stage:
        """The gate that the readiness list is about."""
        return self.next or Stage.PROPOSED

    @cached_property
    def readiness(self) -> Readiness:
        return self.everything.up_to(self.gate)

    @cached_property
    def steps(self) -> list[StageStep]:
        return stage_bar(self.record, self.content, self.everything, self.viewed)

    @property
    def newest_number(self) -> int:
        """How many versions there are: they are numbered from 1 without a gap."""
        return self.content.versions

    @property
    def draft_number(self) -> int:
        return self.newest_number + 1

    def link_to(self, blocker: Blocker) -> str:
        """The page and element where a blocker is mended."""
        place = self.layout.home_of.get(blocker.part)
        stage = place.stage if place else self.viewed
        address = reverse("decisions:stage", args=[self.record.code, stage])
        return f"{address}#{blocker.anchor}"
