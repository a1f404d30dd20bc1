"""What a record stands on: texts, metrics, inputs, statements, evidence."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions.models.units import Row, number_field, person_field, text_field, tracked
from metrics.models import DefinitionVersion


@tracked
class TextBlock(Row):
    """A text of a section, by its key."""

    part, kind = "text", "text"
    editable = ("body",)

    key = models.CharField(max_length=60)
    body = text_field(_("text"))

    class Meta(Row.Meta):
        constraints = [models.UniqueConstraint(name="text_once", fields=["record", "key"])]


class Gapped(Row):
    """Something that has to be there, or whose lack is written down with an owner and a date."""

    gap_reason = models.CharField(_("why it is missing"), max_length=300, blank=True)
    gap_owner = person_field(_("who closes the gap"))
    gap_due_on = models.DateField(_("by when"), null=True, blank=True)

    class Meta(Row.Meta):
        abstract = True

    @property
    def gap_is_documented(self) -> bool:
        return bool(self.gap_reason and self.gap_owner_id and self.gap_due_on)


@tracked
class MetricBinding(Gapped):
    """A metric that the record is judged by, locked to one version of its definition."""

    part, kind = "metrics", "metric"
    editable = (
        "owner",
        "first_month",
        "last_month",
        "good_from",
        "poor_from",
        "note",
        "gap_reason",
        "gap_owner",
        "gap_due_on",
    )

    key = models.CharField(max_length=60)
    definition = models.ForeignKey(DefinitionVersion, null=True, on_delete=models.PROTECT, related_name="+")
    is_asked = models.BooleanField(default=True, help_text=_("the framework asks for it"))
    owner = person_field(_("owner"))
    first_month = models.DateField(_("baseline from"), null=True, blank=True)
    last_month = models.DateField(_("baseline to"), null=True, blank=True)
    good_from = number_field(_("green from"))
    poor_from = number_field(_("red from"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Gapped.Meta):
        constraints = [
            models.UniqueConstraint(name="metric_binding_once", fields=["record", "key"]),
            models.CheckConstraint(
                name="metric_window_paired",
                condition=Q(first_month=None, last_month=None)
                | Q(first_month__isnull=False, last_month__gte=F("first_month")),
                violation_error_message=_("Give both the first and the last month, in order, or neither."),
            ),
        ]


@tracked
class InputItem(Gapped):
    """Something that goes into the decision: what is known of it, as of when, from whom."""

    part, kind = "inputs", "input"
    editable = ("label", "value", "as_of", "owner", "source", "gap_reason", "gap_owner", "gap_due_on")

    key = models.CharField(max_length=60, blank=True)
    is_asked = models.BooleanField(default=False)
    label = models.CharField(_("input"), max_length=120, blank=True)
    value = models.CharField(_("what is known"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    owner = person_field(_("owner"))
    source = models.CharField(_("source"), max_length=200, blank=True)


@tracked
class Statement(Row):
    """A fact, an assumption or an open question, kept apart."""

    class Kind(models.TextChoices):
        FACT = "fact", _("fact")
        ASSUMPTION = "assumption", _("assumption")
        QUESTION = "question", _("open question")

    part, kind = "assumptions", "statement"
    editable = ("sort", "text", "owner", "valid_until", "answer", "assumption_set")

    sort = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ASSUMPTION)
    text = models.CharField(_("statement"), max_length=500, blank=True)
    owner = person_field(_("owner"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    assumption_set = models.CharField(
        _("set"), max_length=40, blank=True, help_text=_("options are compared on one set of assumptions")
    )


@tracked
class Evidence(Row):
    """What a claim rests on. A statement that a person attests is weak, and marked so."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("baseline from observations")
        DOCUMENT = "document", _("document or data")
        ATTESTED = "attested", _("attested by a person")

    part, kind = "evidence", "evidence"
    editable = ("title", "sort", "statement", "attested_by", "source", "dated_on", "expires_on")

    title = models.CharField(_("evidence"), max_length=200, blank=True)
    sort = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DOCUMENT)
    statement = text_field(_("what it says"))
    attested_by = models.CharField(_("attested by"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)

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
