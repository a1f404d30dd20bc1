"""What claims rest on."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Computed,
    Fields,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import known_on_field, text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.metrics import baselines_of
from decisions.sections.units import Row, tracked
from decisions.sections.wording import said_yes_or_no
from decisions.states.classes import EVERY
from decisions.states.stages import Stage


@tracked
class Evidence(Row):
    """What a claim rests on. A statement that a person attests is weak, and marked so."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", gettext_lazy("baseline from observations")
        DOCUMENT = "document", gettext_lazy("document or data")
        ATTESTED = "attested", gettext_lazy("attested by a person")

    kind = "evidence"
    titled = ("title", "statement")

    title = models.CharField(gettext_lazy("evidence"), max_length=200, blank=True)
    sort = models.CharField(gettext_lazy("kind"), max_length=10, choices=Kind, default=Kind.DOCUMENT)
    statement = text_field(gettext_lazy("what it says"))
    attested_by = models.CharField(gettext_lazy("attested by"), max_length=120, blank=True)
    source = models.CharField(gettext_lazy("source"), max_length=300, blank=True)
    dated_on = known_on_field(gettext_lazy("dated"))
    expires_on = known_on_field(gettext_lazy("expires"))

    class Meta(Row.Meta):
        verbose_name_plural = "evidence"

    @property
    def is_weak(self) -> bool:
        return self.sort == self.Kind.ATTESTED

    @property
    def is_complete(self) -> bool:
        """An attested statement needs a name and a source; other evidence a title and a source."""
        if self.sort == self.Kind.ATTESTED:
            return bool((self.title or self.statement) and self.attested_by and self.source)
        return bool(self.title and self.source)


def _no_evidence(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if any(row.is_complete for row in content.all(Evidence)):
        return
    if any(found.value is not None for found in baselines_of(content).values()):
        return
    anchor = content.all(Evidence)[0].anchor if content.all(Evidence) else "part-evidence"
    yield Unsettled(
        _("Nothing supports this yet: load data for a metric, or add evidence that somebody attests."), anchor
    )


def _expired(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for row in content.all(Evidence):
        if row.expires_on and row.expires_on < today:
            message = _("“%(title)s” has expired: renew it or take it out.")
            yield Unsettled(message % {"title": row.title or row.statement[:60]}, row.anchor, str(row.pk))


UNIT = UnitKind(
    model=Evidence,
    at=rows,
    follows=NOTHING_FOLLOWS,
    form=Fields(
        {
            "title": Width.TWO_THIRDS,
            "sort": Width.THIRD,
            "statement": Width.FULL,
            "attested_by": Width.THIRD,
            "source": Width.TWO_THIRDS,
            "dated_on": Width.THIRD,
            "expires_on": Width.THIRD,
        }
    ),
    listed=Listed(counts=lambda row: bool(words(row.title) or words(row.statement))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {
        "rows": [
            freeze_unit(row, UNIT, content, names) | {"is_weak": row.is_weak} for row in UNIT.written(content)
        ]
    }


EVIDENCE = SectionKind(
    kind="evidence",
    label=gettext_lazy("Evidence"),
    home=Stage.COMMIT,
    in_header=False,
    units=(UNIT,),
    computed=(Computed("is_weak", gettext_lazy("weak"), said_yes_or_no, Evidence),),
    checks=(
        Check("no_evidence", Stage.COMMIT, EVERY, gettext_lazy("Evidence"), _no_evidence),
        Check("expired_evidence", Stage.PROPOSED, EVERY, gettext_lazy("No expired evidence"), _expired),
    ),
    freeze=_freeze,
    internal=("rows.source", "rows.attested_by"),
    layout=(
        ListOfRows(
            model=Evidence,
            empty=gettext_lazy(
                "Baselines are evidence by themselves. Add documents, or what somebody attests."
            ),
            add=gettext_lazy("Add evidence"),
        ),
    ),
)
