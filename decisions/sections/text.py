"""The texts of the template's sections."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    MADE_BY_THE_RECORD,
    Check,
    Follows,
    Frozen,
    Names,
    OwnForm,
    OwnLayout,
    SectionKind,
    UnitKind,
    Unsettled,
    made_by_the_record,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import text_field
from decisions.sections.units import Row, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage
from frameworks.schema import FrameworkContent


@tracked
class TextBlock(Row):
    """A text of a section, by its key."""

    kind = "text"
    titled = ("key",)

    key = models.CharField(max_length=60)
    body = text_field(gettext_lazy("text"))

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(name="text_once", fields=["record", "key"])]


def texts_of(content: Draft) -> dict[str, TextBlock]:
    """Texts by their key."""
    return {block.key: block for block in content.all(TextBlock)}


def text_of(content: Draft, key: str) -> str:
    """The words of a text; empty where there are none."""
    block = texts_of(content).get(key)
    return block.body if block else ""


def never(_framework: FrameworkContent) -> bool:
    """Texts always stand in a section of the template."""
    return False


def _by_key(frozen: Frozen) -> list[Frozen]:
    return [{"id": key, "key": key, "body": body} for key, body in frozen.items()]


CONTEXT = ("context", "objective")
"""The texts that say where things stand; papers print the first of them that is written."""


def _no_context(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    """Asked for where the template has such a text."""
    known = texts_of(content)
    asked = [known[key] for key in CONTEXT if key in known]
    if asked and not any(words(block.body) for block in asked):
        yield Unsettled(
            _("Write the context: where things stand, and why a decision is needed."), asked[0].anchor
        )


UNIT = UnitKind(
    model=TextBlock,
    at=_by_key,
    follows=Follows(adding=made_by_the_record),
    form=OwnForm("text.html"),
    listed=MADE_BY_THE_RECORD,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {block.key: words(block.body) for block in content.all(TextBlock) if words(block.body)}


TEXT = SectionKind(
    kind="text",
    label=gettext_lazy("Texts"),
    home=Stage.FRAME,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(Check("no_context", Stage.COMPARE, FROM_STANDARD, gettext_lazy("Context"), _no_context),),
    freeze=_freeze,
    internal=(),
    layout=(OwnLayout("text.html"),),
    has_home=never,
)
