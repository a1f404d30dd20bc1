"""Tables of rates as they were given, the rates in them, and the rates that each import has used or lacked."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metrics.provenance.models import Import, StoredFile
from partnerdesk.core import guards, rights
from partnerdesk.core.proofs import Proven

CODE = r"^[A-Z]{3}$"


class RateTable(models.Model):
    """A file of rates: who says so (`source`), as of which day, and its bytes under their hash. Never changed.

    A correction is another table; the rates of the old one stay beside those that count (`RateQuerySet.counting`).
    """

    database_rights = rights.APPEND_ONLY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=120)
    dated_on = models.DateField(_("date"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-dated_on", "-created_at")
        triggers = [*guards.append_only(), Proven("source", "dated_on", "file", "created_at")]
        constraints = [models.CheckConstraint(name="rate_table_has_source", condition=~Q(source=""))]

    def __str__(self) -> str:
        return f"{self.source} {self.dated_on}"

    def get_absolute_url(self) -> str:
        return reverse("metrics:rate_table", args=[self.pk])


class RateQuerySet(models.QuerySet["Rate"]):
    def counting(self) -> "RateQuerySet":
        """Of each currency, month and currency to convert into the rate of the table with the latest day.

        Of several tables of one day the one that came last.
        """
        return self.order_by(
            "currency", "to", "month", "-table__dated_on", "-table__created_at", "-pk"
        ).distinct("currency", "to", "month")


class Rate(models.Model):
    """What one unit of `currency` was worth in `to` in a month, as one table says it."""

    database_rights = rights.APPEND_ONLY

    table = models.ForeignKey(RateTable, on_delete=models.PROTECT, related_name="rates", db_index=False)
    currency = models.CharField(max_length=3)
    to = models.CharField(max_length=3)
    month = models.DateField()
    rate = models.DecimalField(max_digits=25, decimal_places=15)

    objects: ClassVar[RateQuerySet] = RateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        triggers = [*guards.append_only(), Proven("table", "currency", "to", "month", "rate")]
        constraints = [
            models.UniqueConstraint(name="rate_once_in_table", fields=["table", "currency", "to", "month"]),
            models.CheckConstraint(name="rate_above_zero", condition=Q(rate__gt=0)),
            models.CheckConstraint(name="rate_first_of_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="rate_between_two_currencies", condition=~Q(currency=F("to"))),
            models.CheckConstraint(
                name="rate_of_codes", condition=Q(currency__regex=CODE) & Q(to__regex=CODE)
            ),
        ]
        indexes = [models.Index(name="rate_of_month", fields=["currency", "to", "month"])]

    def __str__(self) -> str:
        return f"{self.currency} {self.month:%Y-%m} {self.rate} {self.to}"


class ImportRate(models.Model):
    """A rate that an import has converted rows with; without one, what it lacked and left out (`rate` is None then).

    `currency` is what the rows say, which need not be a code where the rate is lacking.
    """

    database_rights = rights.APPEND_ONLY

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="used_rates", db_index=False)
    currency = models.CharField(max_length=60)
    to = models.CharField(max_length=3)
    month = models.DateField()
    rate = models.ForeignKey(Rate, null=True, on_delete=models.PROTECT, related_name="uses")
    rows = models.PositiveIntegerField()

    class Meta:
        triggers = guards.append_only()
        constraints = [
            models.UniqueConstraint(name="import_rate_once", fields=["imported", "currency", "to", "month"]),
            models.CheckConstraint(name="import_rate_first_of_month", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.imported_id} {self.currency} {self.month:%Y-%m}"


class ImportedAnew(models.Model):
    """An import that reads the file of an earlier one once more, by the rates that count now.

    Those that are imported in one go are known by the first of them (`begun_with`), in the order of their keys.
    """

    database_rights = rights.APPEND_ONLY

    imported = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="anew")
    of = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    begun_with = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.imported_id} of {self.of_id}"
