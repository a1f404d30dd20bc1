"""The one object that every report is made from: frozen content, the names behind it, how it stands.

Screen, PDF, Markdown and JSON read this and nothing else, so that they say the same. Numbers and dates are the
strings of the frozen content; templates show them through filters.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.seals import people_of
from decisions.comparison.frozen_parts import FrozenParts
from decisions.readiness.record_head import RecordHead
from decisions.sections.draft import Draft
from decisions.sections.freezing import people_in
from decisions.sections.text import CONTEXT
from decisions.states.stages import Quality, Standing
from decisions.states.votes import Choice
from decisions.versions.freeze import Named, frozen_content, frozen_parts
from decisions.versions.models import Version

SEAL_LENGTH = 64
COMPARED = (
    "metrics",
    "options",
    "criteria",
    "estimates",
    "trade_off",
    "analysis",
    "recommendation",
    "expected_path",
)
"""The parts that flips and their pictures are made from."""


@dataclass(frozen=True)
class PrintedVote:
    """One vote as it prints. `condition` and `standing_for` are empty in most."""

    by: str
    choice: str
    comment: str
    at: str
    condition: str = ""
    standing_for: str = ""
    wrote: str = ""
    """The fields that the voter had written themselves, in words."""

    @property
    def label(self) -> str:
        return str(Choice(self.choice).label)


@dataclass(frozen=True)
class FigureToday:
    """How a frozen figure stands on a later day: its grade then, and why its age weakens it (empty: it does not)."""

    grade: str
    words: str


@dataclass(frozen=True)
class FigureGrade:
    """A figure with the grade that it was frozen with. `today` is another grade that it has by now, else empty."""

    name: str
    grade: str
    today: str
    words: str

    @property
    def is_weak(self) -> bool:
        """Whether a voter has to know: it is too old, or of the weakest grade."""
        return bool(self.words) or self.grade == "D"


@dataclass(frozen=True)
class Report(FrozenParts):
    """What a report prints. `sha256` is empty for a draft, which is marked as one.

    An external copy (`documents.external_copy`) has the hash of the version that it was made from, and says what it
    leaves out.
    """

    sha256: str = ""
    standing: str = ""
    in_force_from: dt.datetime | None = None
    in_force_to: dt.datetime | None = None
    approvals: tuple[PrintedVote, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    """The ids of the people behind references, so that one who was renamed is known, and a namesake is not."""
    today: Mapping[str, FigureToday] = field(default_factory=dict)
    """How figures stand by now, by metric (`versions.figures_today`): pages fill it, papers leave it empty."""
    is_external: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        return not self.sha256

    @property
    def is_in_force(self) -> bool:
        return self.standing == Standing.IN_FORCE

    @property
    def quality(self) -> Quality:
        """How far this content has been looked at."""
        return Quality.of(self.standing)

    @property
    def standing_label(self) -> str:
        return str(Standing(self.standing).label) if self.standing else ""

    def person(self, reference: str | None) -> str:
        """The name behind a reference; for an erased person the begin of their seal. External copies name nobody."""
        if self.is_external:
            return "–"
        if not reference:
            return ""
        if len(reference) == SEAL_LENGTH and " " not in reference:
            return self.names.get(reference, f"({reference[:8]})")
        return reference

    @property
    def code(self) -> str:
        return str(self.data["record"]["code"])

    @property
    def number(self) -> int:
        return int(self.data["record"]["version"])

    @property
    def framework(self) -> dict[str, Any]:
        found: dict[str, Any] = self.data["framework"]
        return found

    @property
    def japanese_names(self) -> list[str]:
        names = self.framework["names"]
        return [name for name in (names["kanji"], names["katakana"]) if name]

    @property
    def title(self) -> str:
        return str(self.parts["brief"]["question"]) or self.code

    @cached_property
    def context(self) -> str:
        texts = self.parts["text"]
        return next((str(texts[key]) for key in CONTEXT if texts.get(key)), "")

    @property
    def sections(self) -> Iterator[dict[str, Any]]:
        """Sections with the texts that were written in them."""
        texts = self.parts["text"]
        for section in self.data["sections"]:
            written = [
                text | {"body": texts[text["key"]]} for text in section["texts"] if texts.get(text["key"])
            ]
            yield section | {"texts": written}

    @cached_property
    def sources(self) -> list[str]:
        """The sources of data behind the baselines."""
        found = {
            source for row in self.rows("metrics") if row["baseline"] for source in row["baseline"]["sources"]
        }
        return sorted(found)

    @property
    def weak_evidence(self) -> list[dict[str, Any]]:
        return [row for row in self.rows("evidence") if row["is_weak"]]

    def figure(self, row: dict[str, Any]) -> FigureGrade | None:
        """How far the figure of a row of metrics can be trusted; None where it has no value."""
        frozen = row["baseline"]
        if not frozen or frozen["value"] is None:
            return None
        then, now = frozen.get("age") or {"words": ""}, self.today.get(row["key"])
        is_other = now is not None and now.grade != frozen["grade"]
        return FigureGrade(
            name=row["name"],
            grade=frozen["grade"],
            today=now.grade if now and is_other else "",
            words=(now.words if now else "") or then["words"],
        )

    @property
    def weak_figures(self) -> list[FigureGrade]:
        """Baselines that are too old, or of the weakest grade."""
        found = map(self.figure, self.rows("metrics"))
        return [figure for figure in found if figure and figure.is_weak]

    @property
    def short_hash(self) -> str:
        return f"{self.sha256[:4]} {self.sha256[4:8]} … {self.sha256[-4:]}" if self.sha256 else ""

    @property
    def address(self) -> str:
        """Where a version is checked, by anybody who has its paper; where the record of a draft is looked up."""
        if self.is_draft:
            return f"{settings.PUBLIC_ADDRESS}{reverse('decisions:record', args=[self.code])}"
        return f"{settings.PUBLIC_ADDRESS}{reverse('decisions:verify_version', args=[self.sha256])}"


def report_of_version(version: Version) -> Report:
    """The report of a frozen version, with its enactment."""
    data = version.data()
    enactment = getattr(version, "enactment", None)
    approvals = enactment.approvals if enactment else []
    people = [vote[key] for vote in approvals for key in ("by", "for") if vote.get(key)]
    known = people_of([*seals_in(data), *people])
    names = {seal: name for seal, (name, _person) in known.items()}
    return Report(
        data=data,
        sha256=version.sha256,
        standing=version.standing.state,
        in_force_from=enactment.in_force_from if enactment else None,
        in_force_to=enactment.in_force_to if enactment else None,
        approvals=tuple(_approval(vote, names) for vote in approvals),
        names=names,
        people={seal: person for seal, (_name, person) in known.items()},
    )


def _approval(vote: dict[str, str], names: dict[str, str]) -> PrintedVote:
    """A vote with names. `condition` and `for` are missing in what was enacted before there were committees, `wrote` in
    what was before contributors were kept."""
    standing_for = vote.get("for", "")
    return PrintedVote(
        by=names.get(vote["by"], f"({vote['by'][:8]})"),
        choice=vote["choice"],
        comment=vote["comment"],
        at=vote["at"],
        condition=vote.get("condition", ""),
        wrote=vote.get("wrote", ""),
        standing_for=names.get(standing_for, standing_for and f"({standing_for[:8]})"),
    )


def report_of_draft(content: Draft, *, number: int, by: User | None, now: dt.datetime) -> Report:
    """The report of a draft as it is now: marked as a draft, without a hash."""
    names = Named(people_in(content))
    data = frozen_content(
        content, number=number, previous_sha256="", by=by, now=now, names=names, quality=Quality.DRAFT
    )
    return Report(data=data, people=names.people)


def report_of_page(page: RecordHead) -> Report:
    """The report of the draft that a page is about."""
    return report_of_draft(page.content, number=page.draft_number, by=page.user, now=page.now)


def report_of_comparison(content: Draft) -> FrozenParts:
    """What a draft's pages show of the comparison, as the whole report would print it."""
    return FrozenParts(data={"parts": frozen_parts(content, COMPARED, Named(()))})


def seals_in(value: Any) -> Iterator[str]:
    """Every string of the content that has the form of a seal."""
    if isinstance(value, dict):
        for item in value.values():
            yield from seals_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from seals_in(item)
    elif isinstance(value, str) and len(value) == SEAL_LENGTH and value.isalnum():
        yield value
