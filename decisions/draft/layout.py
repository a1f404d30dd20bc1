"""Where each part stands on a record: in the header, in the section that shows it, or in its default home."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from decisions.sections.registry import KINDS
from decisions.states.stages import WORKING_STAGES, Stage
from frameworks.schema import FrameworkContent, SectionText


@dataclass(frozen=True)
class Place:
    """A card of the record: a section of the template, the header, or a part without a section of its own."""

    key: str
    label: Any
    stage: Stage
    parts: tuple[str, ...]
    texts: tuple[SectionText, ...] = ()
    guidance: str = ""
    terms: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return f"section-{self.key}"


@dataclass(frozen=True)
class Layout:
    """All cards of a record in reading order."""

    places: tuple[Place, ...]
    home_of: dict[str, Place] = field(default_factory=dict)

    def of_stage(self, stage: Stage) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.stage == stage)

    def stages(self) -> Iterator[tuple[Stage, tuple[Place, ...]]]:
        for stage in WORKING_STAGES:
            yield stage, self.of_stage(stage)


def lay_out(framework: FrameworkContent) -> Layout:
    """The header first, then the template's sections, then the parts that none of them shows.

    A part of the header that a section shows stands in that section alone, so that nothing has two homes.
    """
    shown = {part for section in framework.sections for part in section.parts}
    places: list[Place] = [
        Place(f"part-{part.kind}", part.label, Stage.FRAME, (part.kind,))
        for part in KINDS
        if part.in_header and part.kind not in shown
    ]
    for stage in WORKING_STAGES:
        places += [
            Place(
                section.key,
                section.label,
                Stage(section.stage),
                section.parts,
                section.texts,
                section.guidance,
                section.terms,
            )
            for section in framework.sections
            if section.stage == stage
        ]
        places += [
            Place(f"part-{part.kind}", part.label, stage, (part.kind,))
            for part in KINDS
            if part.home == stage
            and not part.in_header
            and part.kind not in shown
            and part.has_home(framework)
        ]
    home_of = {part: place for place in places for part in place.parts}
    return Layout(tuple(places), home_of)
