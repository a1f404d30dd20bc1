"""What a framework file and the glossary file must hold. Pure: no database.

Keys of metrics and inputs are opaque here; `decisions` checks them against the metric dictionary.
"""

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from partnerdesk.core.library import LibraryModel

Stage = Literal["frame", "compare", "commit"]
PartKind = Literal[
    "text",
    "brief",
    "scope",
    "people",
    "metrics",
    "inputs",
    "assumptions",
    "options",
    "criteria",
    "estimates",
    "scenarios",
    "trade_off",
    "analysis",
    "constraints",
    "guardrails",
    "artifact",
    "risks",
    "recommendation",
    "expected_path",
    "triggers",
    "pre_mortem",
    "reviews",
    "actions",
    "evidence",
    "approvals",
]


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        raise ValueError("use lower-case words joined by '-', for example 'value-exchange'")
    return value


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise ValueError("use lower-case words joined by '_', for example 'partner_nps'")
    return value


Slug = Annotated[str, AfterValidator(_slug)]
Key = Annotated[str, AfterValidator(_key)]
Text = Annotated[str, Field(min_length=1)]


class Names(LibraryModel):
    """A name in English and, where one exists, in katakana and kanji. Absent stays absent."""

    en: Text
    katakana: Text | None = None
    kanji: Text | None = None

    @property
    def japanese(self) -> list[str]:
        """The Japanese names that there are."""
        return [name for name in (self.kanji, self.katakana) if name]


class Subject(LibraryModel):
    """A metric, input or guardrail that the framework asks for, and why it matters here."""

    key: Key
    why: Text


class Pole(LibraryModel):
    """One end of the trade-off: a label of one or two words and what more of it means."""

    label: Text
    meaning: Text


class FrameworkTradeOff(LibraryModel):
    left: Pole
    right: Pole
    question: Text


class FrameworkGuardrail(LibraryModel):
    """A limit that holds whatever the options say. `watches` names where the limit is observed."""

    key: Key
    label: Text
    guidance: Text
    watches: Literal["risk_flags", "compliance_checkpoints", "statement"]


class FrameworkArtifact(LibraryModel):
    """What comes out of the decision. A `scorecard` is published with the version: partners by metrics, frozen."""

    key: Key
    label: Text
    guidance: Text
    form: Literal["text", "scorecard"] = "text"


class SectionText(LibraryModel):
    """A text field of a section. The keys `context` and `objective` also feed the one-pager."""

    key: Key
    label: Text
    hint: Text


class Section(LibraryModel):
    """One section of the template. `parts` are shown in order; `texts` are written under them."""

    key: Slug
    label: Text
    stage: Stage
    guidance: Text
    parts: tuple[PartKind, ...] = ()
    texts: tuple[SectionText, ...] = ()
    terms: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
        if not self.parts and not self.texts:
            raise ValueError("a section shows at least one part or one text")
        return self


class OptionPattern(LibraryModel):
    label: Annotated[str, Field(pattern=r"^[A-Z]$")]
    name: Text
    description: Text
    is_status_quo: bool = False


class StandingRisk(LibraryModel):
    statement: Text
    mitigation: Text


class DecisionPattern(LibraryModel):
    """What is usually decided, the reasons usually given, and what comes next."""

    option: Annotated[str, Field(pattern=r"^[A-Z]$")]
    decision: Text
    rationale: Text
    next: Annotated[tuple[Text, ...], Field(min_length=1)]


class Misconception(LibraryModel):
    claim: Text
    instead: Text


class DecisionRights(LibraryModel):
    decides: Text
    consulted: Text
    informed: Text


class Caution(LibraryModel):
    """A reason not to use the framework; `check` names the readiness check that the software makes of it."""

    check: Literal["no_owner", "no_evidence", "no_choice"]
    label: Text
    consequence: Text


class Neighbour(LibraryModel):
    """What stands next to the framework, how it differs, and when to read it together."""

    name: Text
    difference: Text
    when: Text
    framework: Slug | None = None
    metric: Key | None = None


class Question(LibraryModel):
    question: Text
    answer: Text


class FrameworkStep(LibraryModel):
    label: Text
    text: Text


class Guidance(LibraryModel):
    """How to work with the framework: stages, the five steps, the reviews, what it gives, rules, what never."""

    stages: Annotated[tuple[FrameworkStep, ...], Field(min_length=3, max_length=3)]
    steps: Annotated[tuple[FrameworkStep, ...], Field(min_length=5, max_length=5)]
    reviews: Annotated[tuple[FrameworkStep, ...], Field(min_length=3, max_length=3)]
    gives: Annotated[tuple[FrameworkStep, ...], Field(min_length=1)]
    rules: Annotated[tuple[Text, ...], Field(min_length=1)]
    never: Annotated[tuple[Text, ...], Field(min_length=1)]
    example: Text


class FrameworkContent(LibraryModel):
    """One framework: all that a template, its guidance page and its reports need."""

    key: Slug
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="begins the record codes")]
    code: Text | None = Field(default=None, description="catalogue code, where the source gives one")
    names: Names
    summary: Text
    decision: Text
    quality: Literal["draft", "reviewed"]
    updated: dt.date | None = None
    source: Text | None = None
    coi: Text | None = None
    metrics: Annotated[tuple[Subject, ...], Field(min_length=1)]
    inputs: Annotated[tuple[Subject, ...], Field(min_length=1)]
    trade_off: FrameworkTradeOff
    guardrails: tuple[FrameworkGuardrail, ...] = ()
    artifact: FrameworkArtifact | None = None
    requires: tuple[PartKind, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    options: Annotated[tuple[OptionPattern, ...], Field(min_length=2)]
    risks: Annotated[tuple[StandingRisk, ...], Field(min_length=1)]
    decision_pattern: DecisionPattern
    misconceptions: Annotated[tuple[Misconception, ...], Field(min_length=1)]
    decision_rights: DecisionRights
    told: Text = Field(description="which teams are told of the decision, and how")
    guidance: Guidance
    use_when: Annotated[tuple[Text, ...], Field(min_length=1)]
    do_not_use_when: Annotated[tuple[Caution, ...], Field(min_length=3)]
    pitfalls: Annotated[tuple[Text, ...], Field(min_length=1)]
    neighbours: Annotated[tuple[Neighbour, ...], Field(min_length=1)]
    faq: Annotated[tuple[Question, ...], Field(min_length=3)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        keys: dict[str, list[str]] = {
            "metrics": [subject.key for subject in self.metrics],
            "inputs": [subject.key for subject in self.inputs],
            "guardrails": [guardrail.key for guardrail in self.guardrails],
            "sections": [section.key for section in self.sections],
            "options": [option.label for option in self.options],
            "texts": [text.key for section in self.sections for text in section.texts],
            "parts": [part for section in self.sections for part in section.parts],
        }
        for name, values in keys.items():
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"{name}: given twice: {', '.join(twice)}")
        if sum(option.is_status_quo for option in self.options) != 1:
            raise ValueError("options: exactly one is the status quo")
        if self.decision_pattern.option not in [option.label for option in self.options]:
            raise ValueError("decision_pattern.option: is none of the options")
        if "guardrails" in self.requires and not self.guardrails:
            raise ValueError("requires: guardrails are required but none is listed")
        if "artifact" in self.requires and self.artifact is None:
            raise ValueError("requires: an output artifact is required but none is described")
        return self


class Term(LibraryModel):
    """A glossary term. `related` names other terms; those without an entry of their own stay plain text.

    `metrics` and `inputs` are the dictionary keys that the term explains, `parts` the record parts beside
    whose fields it is offered as help.
    """

    slug: Slug
    term: Text
    aka: Text | None = None
    definition: Text
    explanation: Text
    example: Text | None = None
    application: Text | None = None
    challenges: Text | None = None
    related: tuple[Text, ...] = ()
    metrics: tuple[Key, ...] = ()
    inputs: tuple[Key, ...] = ()
    parts: tuple[PartKind, ...] = ()


class Glossary(LibraryModel):
    title: Text
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unique(self) -> Self:
        slugs = [term.slug for term in self.terms]
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise ValueError(f"terms: given twice: {', '.join(twice)}")
        return self
