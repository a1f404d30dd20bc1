"""Limits that hold whatever the options say."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.record.models import Record
from decisions.sections.declaring import (
    Check,
    Computed,
    Follows,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    OwnForm,
    SectionKind,
    UnitKind,
    Unsettled,
    meant,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import person_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.guardrail_limits import watched_words
from decisions.sections.units import Row, Suggestible, is_suggestion, tracked
from decisions.states.classes import EVERY, FROM_STANDARD
from decisions.states.stages import Stage
from frameworks.schema import FrameworkContent, FrameworkGuardrail


@tracked
class Guardrail(Row, Suggestible):
    """A limit that holds whatever the options say."""

    kind = "guardrail"
    titled = ("label", "key")
    made = ("watches",)

    class Watches(models.TextChoices):
        """Where it is observed; the framework says it (`frameworks.schema.FrameworkGuardrail`)."""

        RISK_FLAGS = "risk_flags", gettext_lazy("risk flags in the partner directory")
        CHECKPOINTS = "compliance_checkpoints", gettext_lazy("checkpoints in the partner directory")
        STATEMENT = "statement", gettext_lazy("nothing but what people state")

    key = models.CharField(max_length=60, blank=True)
    watches = models.CharField(
        gettext_lazy("observed by"), max_length=30, choices=Watches, default=Watches.STATEMENT
    )
    label = models.CharField(gettext_lazy("guardrail"), max_length=120, blank=True)
    limit = models.CharField(gettext_lazy("stated limit"), max_length=300, blank=True)
    owner = person_field(gettext_lazy("owner"))

    @property
    def watched_limit(self) -> str:
        """What the machine watches, in words; empty where nothing does."""
        return watched_words(self.watches)


def required(framework: FrameworkContent) -> dict[str, FrameworkGuardrail]:
    """The guardrails that a framework does not go without, by their keys."""
    return {found.key: found for found in framework.guardrails} if "guardrails" in framework.requires else {}


def _unaccepted(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for row in content.all(Guardrail):
        if is_suggestion(row) and row.key in required(content.framework):
            message = _("The framework requires the guardrail “%(guardrail)s”: accept it.")
            yield Unsettled(message % {"guardrail": row.label or row.key}, row.anchor, f"{row.pk}:suggested")


def _guardrails(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for key, wanted in required(content.framework).items():
        if all(row.key != key for row in content.all(Guardrail)):
            message = _("The framework requires the guardrail “%(guardrail)s”: add it.")
            yield Unsettled(message % {"guardrail": wanted.label}, "part-guardrails", f"{key}:missing")
    for row in _taken(content):
        name, subject = {"guardrail": row.label or row.key}, str(row.pk)
        if not row.watched_limit and not meant(row.limit):
            yield Unsettled(_("%(guardrail)s: write down the limit.") % name, row.anchor, f"{subject}:limit")
        if row.owner_id is None:
            yield Unsettled(_("%(guardrail)s has no owner.") % name, row.anchor, f"{subject}:owner")


def _are_asked(content: Draft) -> bool:
    """Asked for where the framework requires some, whatever rows there are, and where the record has some."""
    return bool(required(content.framework) or _taken(content))


def _taken(content: Draft) -> list[Guardrail]:
    """The record's own rows: what the framework suggests is none of them before somebody accepts it."""
    return [row for row in content.all(Guardrail) if not is_suggestion(row)]


def _wants_guardrails(framework: FrameworkContent) -> bool:
    return bool(framework.guardrails)


def _stays(content: Draft, row: Guardrail) -> str:
    if row.key not in required(content.framework):
        return ""
    return _("The framework requires this guardrail: it holds whatever the options say.")


def _put_back(record: Record, row: Guardrail) -> None:
    """What the framework requires and the record lacks comes first."""
    known = set(Guardrail.objects.filter(record=record).values_list("key", flat=True))
    for key, wanted in required(record.framework_version.content).items():
        if key not in known:
            row.key, row.label, row.watches = key, wanted.label, wanted.watches
            return


UNIT = UnitKind(
    model=Guardrail,
    at=rows,
    follows=Follows(adding=_put_back),
    form=OwnForm("guardrail.html"),
    listed=Listed(counts=lambda row: bool(words(row.label)), stays=_stays),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {"rows": [_freeze_row(row, content, names) for row in UNIT.written(content) if _is_said(row)]}


def _is_said(row: Guardrail) -> bool:
    """Whether it is the framework's, or watched, or anybody has stated something: a name alone limits nothing."""
    return bool(row.key or row.watched_limit or words(row.limit) or row.owner_id)


def _freeze_row(row: Guardrail, content: Draft, names: Names) -> Frozen:
    own = {"key": row.key, "watched_limit": row.watched_limit}
    return freeze_unit(row, UNIT, content, names) | own


GUARDRAILS = SectionKind(
    kind="guardrails",
    label=gettext_lazy("Guardrails"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT,),
    computed=(
        Computed(
            "watched_limit",
            gettext_lazy("watched limit"),
            lambda value, _row, _reading: value or "",
            Guardrail,
        ),
    ),
    checks=(
        Check(
            "guardrail_suggested",
            Stage.COMMIT,
            EVERY,
            gettext_lazy("Guardrails of the framework accepted"),
            _unaccepted,
        ),
        Check(
            "guardrail_incomplete",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Guardrails with limit and owner"),
            _guardrails,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(
            model=Guardrail,
            empty=gettext_lazy("No guardrails yet."),
            add=gettext_lazy("Add a guardrail"),
            are_lines=True,
        ),
    ),
    applies=_are_asked,
    has_home=_wants_guardrails,
)
