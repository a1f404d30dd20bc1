"""The header of a record, outside its template: what every rule can point to."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions.models.units import DecisionClass, Row, Single, person_field, text_field, tracked


@tracked
class Brief(Single):
    """What is to be decided, how much it weighs, and who answers for it."""

    part, kind = "brief", "brief"
    editable = ("question", "decision_class", "owner")

    question = models.CharField(
        _("decision question"), max_length=300, blank=True, help_text=_("One question that a choice answers.")
    )
    decision_class = models.CharField(
        _("class"), max_length=8, choices=DecisionClass, default=DecisionClass.STANDARD
    )
    owner = person_field(_("owner"))


@tracked
class Scope(Single):
    """For how long, for which partners, and over which months baselines are taken."""

    class Partners(models.TextChoices):
        NONE = "", _("not set yet")
        ALL = "all", _("all partners")
        SEGMENT = "segment", _("a segment, as of a date")
        LIST = "list", _("a fixed list")

    part, kind = "scope", "scope"
    editable = (
        "horizon_from",
        "horizon_to",
        "partners",
        "segment",
        "segment_on",
        "partner_ids",
        "first_month",
        "last_month",
        "months",
        "note",
    )

    horizon_from = models.DateField(_("horizon from"), null=True, blank=True)
    horizon_to = models.DateField(_("horizon to"), null=True, blank=True)
    partners = models.CharField(
        _("partners"), max_length=8, choices=Partners, blank=True, default=Partners.NONE
    )
    segment = models.CharField(_("segment"), max_length=80, blank=True)
    segment_on = models.DateField(_("as of"), null=True, blank=True)
    partner_ids = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name=_("partners"))
    first_month = models.DateField(_("baselines from"), null=True, blank=True)
    last_month = models.DateField(_("baselines to"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("newest months"), default=12)
    note = text_field(_("what is in and what is out"))

    class Meta(Single.Meta):
        constraints = [
            models.CheckConstraint(
                name="scope_horizon_in_order",
                condition=Q(horizon_from=None) | Q(horizon_to=None) | Q(horizon_to__gte=F("horizon_from")),
                violation_error_message=_("The horizon ends before it begins."),
            ),
            models.CheckConstraint(
                name="scope_window_paired",
                condition=Q(first_month=None, last_month=None)
                | Q(first_month__isnull=False, last_month__gte=F("first_month")),
                violation_error_message=_("Give both the first and the last month, in order, or neither."),
            ),
            models.CheckConstraint(name="scope_months", condition=Q(months__range=(1, 240))),
        ]


@tracked
class Cohort(Row):
    """Some of the partners, by name: the pilot, or those who are told first."""

    part, kind = "scope", "cohort"
    editable = ("name", "is_pilot", "partner_ids")

    name = models.CharField(_("name"), max_length=120, blank=True)
    is_pilot = models.BooleanField(_("this is the pilot"), default=True)
    partner_ids = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name=_("partners"))


@tracked
class People(Single):
    """Decision rights, and who is told how and when."""

    part, kind = "people", "people"
    editable = ("decides", "consulted", "informed", "told")

    decides = text_field(_("who decides"))
    consulted = text_field(_("who is consulted"))
    informed = text_field(_("who is informed"))
    told = text_field(_("how and when they are told"))


@tracked
class Approval(Single):
    """Who approves, and the declared conflicts of interest. The author never approves."""

    part, kind = "approvals", "approval"
    editable = ("approver", "committee", "coi")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = person_field(_("approver"))
    committee = models.ForeignKey(
        "decisions.Committee",
        verbose_name=_("committee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Its members vote. Without one the approver decides alone."),
    )
    coi = models.CharField(
        _("conflicts of interest"),
        max_length=500,
        blank=True,
        help_text=_("Name them. “none” is a declaration; an empty field is not."),
    )

    class Meta(Single.Meta):
        constraints = [
            models.CheckConstraint(
                name="approver_is_not_author",
                condition=Q(approver=None) | ~Q(approver=F("author")),
                violation_error_message=_("Who wrote the record can't approve it: name somebody else."),
            )
        ]
