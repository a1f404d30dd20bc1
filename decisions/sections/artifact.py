"""What the framework wants to come out of the decision."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Fields,
    Frozen,
    Names,
    OneForm,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    itself,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Single, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage
from frameworks.schema import FrameworkContent


@tracked
class OutputArtifact(Single):
    """What the framework wants to come out of the decision."""

    kind = "artifact"

    content = text_field(gettext_lazy("content"))


def _artifact(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    wanted = content.framework.artifact
    if wanted and "artifact" in content.framework.requires and not words(content.one(OutputArtifact).content):
        message = _("%(artifact)s has no content yet.")
        yield Unsettled(message % {"artifact": wanted.label}, content.one(OutputArtifact).anchor)


def _is_asked(content: Draft) -> bool:
    """Asked for only where the framework requires it."""
    return "artifact" in content.framework.requires


def _is_wanted(framework: FrameworkContent) -> bool:
    return framework.artifact is not None


UNIT = UnitKind(
    model=OutputArtifact,
    at=itself,
    follows=NOTHING_FOLLOWS,
    form=Fields({"content": Width.FULL}, lines={"content": 6}),
    listed=None,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    wanted = content.framework.artifact
    frozen = freeze_unit(content.one(OutputArtifact), UNIT, content, names)
    return frozen | {"label": wanted.label if wanted else ""}


ARTIFACT = SectionKind(
    kind="artifact",
    label=gettext_lazy("Output artifact"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "artifact_empty",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Output artifact has content"),
            _artifact,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(OneForm(OutputArtifact),),
    applies=_is_asked,
    has_home=_is_wanted,
)
