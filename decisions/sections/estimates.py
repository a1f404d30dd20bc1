"""What each option is expected to do on each criterion."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from decisions.record.models import Record
from decisions.sections.assumptions import Statement
from decisions.sections.criteria import Criterion, judging, measured_by, unit_of
from decisions.sections.declaring import (
    MADE_BY_THE_RECORD,
    Check,
    Follows,
    Frozen,
    Names,
    OwnForm,
    OwnLayout,
    Saving,
    SectionKind,
    UnitKind,
    Unsettled,
    made_by_the_record,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.evidence import Evidence
from decisions.sections.fields import number_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.metrics import baseline_of
from decisions.sections.options import SEPARATOR, Option, letter_of
from decisions.sections.units import Row, Said, tracked
from decisions.states.classes import FROM_STANDARD
from decisions.states.stages import Stage


class Basis(models.TextChoices):
    """What an estimate rests on."""

    NONE = "", gettext_lazy("not said")
    FACT = "fact", gettext_lazy("fact")
    ASSUMPTION = "assumption", gettext_lazy("assumption")
    QUESTION = "question", gettext_lazy("open question")


@tracked
class Estimate(Row):
    """What an option is expected to do on a criterion: low, likely, high, and what that rests on."""

    class Form(models.TextChoices):
        VALUE = "value", gettext_lazy("value")
        CHANGE = "change", gettext_lazy("change on the baseline")
        FACTOR = "factor", gettext_lazy("factor of the baseline")

    kind = "estimate"

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="estimates")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="estimates")
    form = models.CharField(gettext_lazy("stated as"), max_length=6, choices=Form, default=Form.VALUE)
    low = number_field(gettext_lazy("low"))
    likely = number_field(gettext_lazy("likely"))
    high = number_field(gettext_lazy("high"))
    basis = models.CharField(
        gettext_lazy("rests on"), max_length=10, choices=Basis, blank=True, default=Basis.NONE
    )
    statement = models.ForeignKey(
        Statement,
        verbose_name=gettext_lazy("statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    evidence = models.ForeignKey(
        Evidence,
        verbose_name=gettext_lazy("evidence"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(gettext_lazy("note"), max_length=300, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(name="estimate_once", fields=["option", "criterion"]),
            models.CheckConstraint(
                name="estimate_in_order",
                condition=(Q(low=None) | Q(likely=None) | Q(low__lte=F("likely")))
                & (Q(high=None) | Q(likely=None) | Q(high__gte=F("likely"))),
                violation_error_message=gettext_lazy("Low, likely and high must be in order."),
            ),
        ]

    @property
    def is_range(self) -> bool:
        return self.low is not None or self.high is not None

    @classmethod
    def title_of(cls, value: Said, said: Said) -> str:
        return f"{letter_of(said(value('option')))}{SEPARATOR}{said(value('criterion'))}"


def _estimates(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for criterion in judging(content):
        for option in content.all(Option):
            estimate = estimates_of(content).get((option.pk, criterion.pk))
            place = {"option": option.label, "criterion": criterion.name or "–"}
            anchor = estimate.anchor if estimate else "part-estimates"
            subject = f"{option.pk}:{criterion.pk}"
            if content.comparison.level_of(option.pk, criterion.pk) is None:
                message = _("%(criterion)s: no estimate for option %(option)s.")
                yield Unsettled(message % place, anchor, subject)
            elif estimate and not estimate.basis:
                message = _("%(criterion)s, option %(option)s: say what the estimate rests on.")
                yield Unsettled(message % place, anchor, f"{subject}:basis")


def stated(content: Draft) -> Iterator[tuple[Option, Criterion, Estimate]]:
    """The cells of the matrix, option by option."""
    for option in content.all(Option):
        for criterion in judging(content):
            estimate = estimates_of(content).get((option.pk, criterion.pk))
            if estimate is not None:
                yield option, criterion, estimate


def _open_questions(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for option, criterion, estimate in stated(content):
        if (option.pk, criterion.pk) in content.comparison.moving and is_open(content, estimate):
            message = _(
                "%(criterion)s of option %(option)s rests on an open question that moves the answer: "
                "answer it, or narrow the range."
            )
            place = {"criterion": criterion.name, "option": option.label}
            yield Unsettled(message % place, estimate.anchor, f"{option.pk}:{criterion.pk}:question")


def is_open(content: Draft, estimate: Estimate) -> bool:
    """Whether an estimate rests on a question that has no answer yet."""
    if estimate.basis != Basis.QUESTION:
        return False
    statement = content.row(Statement, estimate.statement_id)
    return statement is None or not words(statement.answer)


def _bare_facts(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    proven = {row.pk for row in content.all(Evidence) if row.is_complete}
    for option, criterion, estimate in stated(content):
        is_fact = (
            estimate.basis == Basis.FACT and content.comparison.level_of(option.pk, criterion.pk) is not None
        )
        if is_fact and estimate.evidence_id not in proven and not _is_baseline(content, criterion, estimate):
            message = _(
                "%(criterion)s of option %(option)s is called a fact: add its evidence, or call it an assumption."
            )
            place = {"criterion": criterion.name, "option": option.label}
            yield Unsettled(message % place, estimate.anchor, f"{option.pk}:{criterion.pk}:fact")


def _is_baseline(content: Draft, criterion: Criterion, estimate: Estimate) -> bool:
    """Whether an estimate says that the baseline goes on, which is evidence itself."""
    baseline = baseline_of(content, measured_by(content, criterion))
    if baseline is None or baseline.value is None or estimate.form == Estimate.Form.VALUE:
        return False
    return content.comparison.level_of(estimate.option_id, criterion.pk) == baseline.value


def assumption_sets(content: Draft, criterion: Criterion) -> dict[uuid.UUID, str]:
    """The set of assumptions behind each option's estimate on a criterion, where it rests on one."""
    found = {}
    for option in content.all(Option):
        estimate = estimates_of(content).get((option.pk, criterion.pk))
        statement = content.row(Statement, estimate.statement_id) if estimate else None
        if statement and statement.sort == Statement.Kind.ASSUMPTION:
            found[option.pk] = words(statement.assumption_set)
    return found


def _assumption_sets(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    for criterion in judging(content):
        by_option = assumption_sets(content, criterion)
        sets = set(by_option.values())
        if len(sets) > 1:
            anchor = estimates_of(content)[[*by_option][-1], criterion.pk].anchor
            message = _("%(criterion)s: the options are estimated under different assumptions (%(sets)s).")
            named = ", ".join(sorted(name or _("no set") for name in sets))
            yield Unsettled(message % {"criterion": criterion.name, "sets": named}, anchor, str(criterion.pk))


def estimates_of(content: Draft) -> dict[tuple[uuid.UUID, uuid.UUID], Estimate]:
    """Estimates by option and criterion."""
    return content.once(_by_place)


def _by_place(content: Draft) -> dict[tuple[uuid.UUID, uuid.UUID], Estimate]:
    return {(row.option_id, row.criterion_id): row for row in content.all(Estimate)}


def complete_estimates(record: Record, *, by: User | None, now: dt.datetime) -> None:
    """Every option has an estimate for every criterion, be it empty."""
    options = Option.objects.filter(record=record).values_list("pk", flat=True)
    criteria = Criterion.objects.filter(record=record).values_list("pk", flat=True)
    known = set(Estimate.objects.filter(record=record).values_list("option", "criterion"))
    Estimate.objects.bulk_create(
        Estimate(record=record, option_id=option, criterion_id=criterion, saved_by=by, saved_at=now)
        for option in options
        for criterion in criteria
        if (option, criterion) not in known
    )


def follow_baselines(record: Record, load: Callable[[Record], Draft], *, now: dt.datetime) -> bool:
    """What nobody has estimated for the status quo goes on as its baseline, where there is one. Nobody has written it.

    Returns whether an estimate was filled in. The draft is loaded only where something may be.
    """
    untouched = Estimate.objects.filter(
        record=record, option__is_status_quo=True, criterion__metric__isnull=False, likely=None, revision=1
    ).select_related("criterion")
    if not untouched:
        return False
    content = load(record)
    known = [
        estimate.pk
        for estimate in untouched
        if (found := baseline_of(content, measured_by(content, estimate.criterion)))
        and found.value is not None
    ]
    filled: int = Estimate.objects.filter(pk__in=known).update(
        form=Estimate.Form.CHANGE, likely=0, basis=Basis.FACT, revision=2, saved_by=None, saved_at=now
    )
    return filled > 0


def _cells_follow(saving: Saving) -> None:
    """A new option or criterion has its cells at once; what the status quo does on it is its baseline."""
    complete_estimates(saving.record, by=saving.by, now=saving.now)
    if saving.record.stage != Stage.FRAME:
        follow_baselines(saving.record, saving.load, now=saving.now)


UNIT = UnitKind(
    model=Estimate,
    at=rows,
    follows=Follows(adding=made_by_the_record),
    form=OwnForm("estimate.html"),
    listed=MADE_BY_THE_RECORD,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    return {
        "rows": [
            _freeze_cell(option, criterion, estimate, content, names)
            for option, criterion, estimate in stated(content)
        ]
    }


def _freeze_cell(
    option: Option, criterion: Criterion, estimate: Estimate, content: Draft, names: Names
) -> Frozen:
    """What was stated, and what it comes to in the criterion's unit. A factor has no unit."""
    comparison, place = content.comparison, (option.pk, criterion.pk)
    low, level, high = comparison.range_of(*place)
    is_factor = estimate.form == Estimate.Form.FACTOR
    return freeze_unit(estimate, UNIT, content, names) | {
        "option": option.pk,
        "criterion": criterion.pk,
        "unit": "" if is_factor else unit_of(content, criterion),
        "level": level,
        "value": comparison.partial[place] if comparison.partial else None,
        "level_low": low,
        "level_high": high,
        "moves_answer": place in comparison.moving,
    }


ESTIMATES = SectionKind(
    kind="estimates",
    label=gettext_lazy("Estimates"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "estimate_missing",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("An estimate with its basis for each option and criterion"),
            _estimates,
        ),
        Check(
            "different_assumptions",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Same assumptions for all options"),
            _assumption_sets,
        ),
        Check(
            "fact_without_evidence",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("Evidence behind every fact"),
            _bare_facts,
        ),
        Check(
            "question_moves_answer",
            Stage.COMMIT,
            FROM_STANDARD,
            gettext_lazy("No open question moves the answer"),
            _open_questions,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(OwnLayout("estimates.html"),),
    after_others={Option: _cells_follow, Criterion: _cells_follow},
)
