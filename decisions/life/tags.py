"""Drawing the fields of a unit, fast: a record's page holds some two hundred of them."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms, template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.comparison.charts.expected_path import PathPicture
from decisions.comparison.charts.shares import ShareBars
from decisions.comparison.flips import Flips
from decisions.comparison.matrix import EstimateWords, words_of
from decisions.comparison.pictures import path_of as picture_of_path
from decisions.comparison.pictures import shares_of as picture_of_shares
from decisions.comparison.propose_levels import proposed_anchors
from decisions.draft.fields import MonthField, NumberField, SegmentField
from decisions.draft.forms import FORMS
from decisions.draft.unit_view import UnitView
from decisions.life.page import RecordPage
from decisions.readiness.assess import Blocker
from decisions.sections import metrics
from decisions.sections.criteria import Criterion, measured_by, unit_of
from decisions.sections.declaring import Layout
from decisions.sections.estimates import Estimate
from decisions.sections.expected_path import ExpectedPath
from decisions.sections.freezing import partners_named
from decisions.sections.metrics import MetricBinding
from decisions.sections.options import Option
from decisions.sections.recommendation import selected_option
from decisions.sections.registry import section_kind
from decisions.sections.scope import Cohort, Scope
from decisions.sections.text import TextBlock
from decisions.sections.units import Unit
from metrics.definitions.units import shown
from metrics.models import DefinitionVersion
from metrics.observations.baselines import Baseline
from partnerdesk.core import dates
from partnerdesk.core.charts import Trend, trend

register = template.Library()

MOST_NAMES = 12
LARGEST_SWING = 100
LONG = 300
"""From this length on a line of text may wrap, so that nothing of it is hidden."""


@register.simple_tag
def field(
    view: UnitView,
    name: str,
    css: str = "",
    label: str = "",
    hide_label: bool = False,
    rows: int = 2,
    placeholder: str = "",
) -> SafeString:
    """One field of a unit: label, input, hint, errors. `css` are classes of the wrapper (`half`, `third` …)."""
    spec = FORMS[view.kind].base_fields[name]
    identity = f"{view.anchor}-{name}"
    errors = view.errors.get(name, [])
    control = _control(view, name, spec, identity, rows=rows, placeholder=placeholder, errors=errors)
    words = capfirst(label or str(spec.label))
    if isinstance(spec, forms.BooleanField):
        return format_html(
            '<div class="field {}"><label class="check" for="{}">{}<span>{}</span></label>{}</div>',
            css,
            identity,
            control,
            words,
            _errors(errors, identity),
        )
    hint = (
        format_html('<p class="hint" id="{}-hint">{}</p>', identity, spec.help_text)
        if spec.help_text and not hide_label
        else ""
    )
    return format_html(
        '<div class="field {}"><label for="{}"{}>{}</label>{}{}{}</div>',
        css,
        identity,
        mark_safe(' class="visually-hidden"') if hide_label else "",
        words,
        control,
        hint,
        _errors(errors, identity),
    )


def _errors(errors: list[str], identity: str) -> SafeString:
    if not errors:
        return mark_safe("")
    return format_html('<p class="error" id="{}-error">{}</p>', identity, " ".join(errors))


def _control(
    view: UnitView,
    name: str,
    spec: forms.Field,
    identity: str,
    *,
    rows: int,
    placeholder: str,
    errors: list[str],
) -> SafeString:
    value = view.value(name)
    common = _attributes(view, name, spec, identity, placeholder=placeholder, errors=errors)
    if isinstance(spec, forms.BooleanField):
        return format_html('<input type="checkbox" {}{}>', common, mark_safe(" checked") if value else "")
    if isinstance(spec, forms.ChoiceField | SegmentField):
        return _select(view, name, value, common)
    if isinstance(spec, forms.DateField):
        return format_html('<input type="date" value="{}" {}>', value, common)
    if isinstance(spec, MonthField):
        return format_html('<input type="month" value="{}" {}>', value, common)
    if isinstance(spec, NumberField):
        return format_html('<input type="text" inputmode="decimal" class="num" value="{}" {}>', value, common)
    if isinstance(spec.widget, forms.Textarea):
        return format_html('<textarea rows="{}" {}>{}</textarea>', rows, common, value)
    if isinstance(spec, forms.CharField) and (spec.max_length or 0) >= LONG:
        return format_html('<textarea rows="1" {}>{}</textarea>', common, value)
    if isinstance(spec, forms.IntegerField):
        return format_html('<input type="number" value="{}" {}>', value, common)
    return format_html('<input type="text" value="{}" {}>', value, common)


def _attributes(
    view: UnitView, name: str, spec: forms.Field, identity: str, *, placeholder: str, errors: list[str]
) -> SafeString:
    found: list[tuple[str, Any]] = [("name", name), ("id", identity)]
    described = [f"{identity}-hint"] if spec.help_text else []
    if errors:
        described.append(f"{identity}-error")
        found.append(("aria-invalid", "true"))
    if described:
        found.append(("aria-describedby", " ".join(described)))
    if getattr(spec, "max_length", None):
        found.append(("maxlength", spec.max_length))  # type: ignore[attr-defined]
    if placeholder:
        found.append(("placeholder", placeholder))
    if not view.is_open:
        found.append(("disabled", "disabled"))
    return format_html_join(" ", '{}="{}"', found)


def _select(view: UnitView, name: str, value: str, common: SafeString) -> SafeString:
    return format_html("<select {}>{}</select>", common, _options(view, name, value))


@register.simple_tag
def choices_again(view: UnitView, name: str) -> SafeString:
    """The choices of a select that stands on the page already, to be put into it."""
    identity = f"{view.anchor}-{name}"
    return format_html(
        '<select id="{}" hx-swap-oob="innerHTML">{}</select>',
        identity,
        _options(view, name, view.value(name)),
    )


def _options(view: UnitView, name: str, value: str) -> SafeString:
    choices = view.choices.of(view.unit, name)
    if value and value not in {key for key, _label in choices}:
        choices = [*choices, (value, _named_elsewhere(view, name))]
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, mark_safe(" selected") if key == value else "", label) for key, label in choices),
    )


def _named_elsewhere(view: UnitView, name: str) -> str:
    """The name of somebody who has left but is still named here."""
    return str(getattr(view.unit, name, None) or "–")


@register.simple_tag
def unit_view(page: RecordPage, unit: Unit) -> UnitView:
    """The view of a unit on this page."""
    return page.unit(unit)


@register.simple_tag
def link_to(page: RecordPage, blocker: Blocker) -> str:
    """Where a blocker is mended."""
    return page.link_to(blocker)


@register.simple_tag
def new_id() -> str:
    """An id for a row that the page may add: made here, so that a retry adds nothing."""
    return str(uuid.uuid4())


@register.filter
def get_text(texts: dict[str, TextBlock], key: str) -> TextBlock | None:
    return texts.get(key)


@register.simple_tag
def unit_attributes(view: UnitView) -> SafeString:
    """The attributes of a unit's form: it posts itself when a field changes, and swaps nothing by itself."""
    if not view.is_open:
        return format_html('id="{}" class="unit unit-{}"', view.anchor, view.kind)
    return format_html(
        'id="{}" class="unit unit-{}" method="post" action="{}" hx-post="{}" hx-swap="none" data-unit '
        'hx-trigger="submit, change, input changed delay:1200ms, desk:retry" hx-sync="this:queue last"',
        view.anchor,
        view.kind,
        view.address,
        view.address,
    )


@register.simple_tag
def blocks_of(part: str) -> Layout:
    """What a section kind lays out, in its order."""
    return section_kind(part).layout


@register.simple_tag
def units_of(page: RecordPage, model: type[Unit]) -> list[Unit]:
    """The record's rows of a model."""
    return page.content.all(model)


@register.simple_tag
def partner_names(page: RecordPage, unit: Scope | Cohort) -> str:
    """The partners that a scope or cohort lists, by name; many are counted."""
    known = page.content.once(partners_named)
    names = sorted(known[pk]["name"] if pk in known else "?" for pk in unit.partner_ids)
    if len(names) > MOST_NAMES:
        return ngettext(
            "%(names)s and %(count)s more", "%(names)s and %(count)s more", len(names) - MOST_NAMES
        ) % {
            "names": ", ".join(names[:MOST_NAMES]),
            "count": len(names) - MOST_NAMES,
        }
    return ", ".join(names)


@register.simple_tag
def baseline_of(page: RecordPage, binding: MetricBinding) -> Baseline | None:
    return metrics.baseline_of(page.content, binding)


@register.simple_tag
def newer_definition(page: RecordPage, binding: MetricBinding) -> DefinitionVersion | None:
    return metrics.newer_definition(page.content, binding)


@register.simple_tag
def estimate_words(page: RecordPage, estimate: Estimate) -> EstimateWords:
    """What a cell of the matrix says."""
    return words_of(page.content, estimate)


@register.filter
def cell_words(words: EstimateWords) -> SafeString:
    """What a cell of the matrix shows: level, range, basis, and what is to be known of it."""
    found = [format_html('<span class="cell-level num">{}</span>', words.level)]
    if words.range:
        found.append(format_html('<span class="cell-range num">{}</span>', words.range))
    if words.stated:
        found.append(format_html('<span class="cell-range">{}</span>', words.stated))
    if words.basis:
        found.append(format_html('<span class="mark {}">{}</span>', words.basis_class, words.basis))
    elif words.has_level:
        found.append(format_html('<span class="mark ask">{}</span>', _("rests on?")))
    if words.moves:
        css = " is-open" if words.basis_class == "stop" else ""
        sign = mark_safe('<span aria-hidden="true">⇅</span>')
        found.append(format_html('<span class="cell-moves{}">{} {}</span>', css, sign, _("moves the answer")))
    if words.set:
        other = _("other assumptions: %(set)s") % {"set": words.set}
        found.append(format_html('<span class="mark stop">{}</span>', other))
    return mark_safe("\n".join(found))  # noqa: S308  (escaped above)


@register.simple_tag
def option_value(page: RecordPage, option: Option) -> Decimal | None:
    values = page.content.comparison.values
    return values[option.pk] if values else None


@register.simple_tag
def is_best(page: RecordPage, option: Option) -> bool:
    """Whether the option has the highest value."""
    return page.content.comparison.is_best(option.pk)


@register.simple_tag
def swing_words(page: RecordPage, criterion: Criterion) -> str:
    """The step that a weight is asked for, in words; empty without both levels."""
    if criterion.worst is None or criterion.best is None:
        return ""
    unit = unit_of(page.content, criterion)
    step = {
        "worst": shown(criterion.worst, unit, with_unit=False),
        "best": shown(criterion.best, unit),
        "rank": criterion.rank,
    }
    if criterion.rank == 1 and criterion.swing == LARGEST_SWING:
        return _("The swing from %(worst)s to %(best)s matters most: it weighs 100.") % step
    if criterion.rank == 1:
        return (
            _(
                "The swing from %(worst)s to %(best)s matters most: give it 100, and rate the others beside it."
            )
            % step
        )
    return _("How much does the swing from %(worst)s to %(best)s matter beside the largest one?") % step


@register.simple_tag
def anchors_of(page: RecordPage, criterion: Criterion) -> str:
    """Levels that the data propose, in words; empty where they add nothing."""
    found = proposed_anchors(page.content, criterion)
    if found is None:
        return ""
    unit = unit_of(page.content, criterion)
    words = _("From %(estimates)s estimates: worst %(worst)s, best %(best)s.")
    if found.months:
        words = _(
            "From %(months)s earlier values and %(estimates)s estimates: worst %(worst)s, best %(best)s."
        )
    return words % {
        "months": found.months,
        "estimates": found.estimates,
        "worst": shown(found.worst, unit),
        "best": shown(found.best, unit),
    }


@dataclass(frozen=True)
class PathWords:
    """An expected path as its row shows it."""

    name: str
    baseline: str
    promised: str
    label: str
    picture: PathPicture | None


@register.simple_tag
def path_of(page: RecordPage, path: ExpectedPath) -> PathWords:
    """Baseline over whole periods, what the selected option's estimate says, and the picture of a complete path."""
    content = page.content
    criterion = next(row for row in content.all(Criterion) if row.pk == path.criterion_id)
    known = metrics.whole_baseline_of(content, measured_by(content, criterion))
    chosen = selected_option(content)
    promised = content.comparison.level_of(chosen.pk, criterion.pk) if chosen else None
    rows = page.side.compared.rows("expected_path")
    row = next((row for row in rows if row["criterion"] == str(criterion.pk)), None)
    unit = known.unit if known else ""
    return PathWords(
        name=criterion.name,
        baseline=f"{shown(known.value, unit)} ({known.window_words})"
        if known and known.value is not None
        else "",
        promised=shown(promised, unit) if promised is not None else "",
        label=chosen.label if chosen else "",
        picture=picture_of_path(row, known) if row else None,
    )


@register.simple_tag
def shares_of(flips: Flips) -> ShareBars | None:
    """The picture of first ranks."""
    return picture_of_shares(flips)


@register.filter
def plain_number(value: Decimal | None) -> str:
    """A number as it is: `60`, `12.5`."""
    return shown(value, "", with_unit=False)


@register.simple_tag
def trend_of(found: Baseline) -> Trend | None:
    """The picture of a baseline's months."""
    window = (found.first, found.last) if found.first and found.last else None
    title = _("%(name)s by month, the baseline's window shaded") % {"name": found.name}
    points = [(point.period, point.value) for point in found.trend]
    return trend(
        points,
        title=title,
        words=lambda value: shown(value, found.unit, with_unit=False),
        named=lambda period: dates.period(period, found.period_months),
        window=window,
        width=270,
        height=110,
    )
