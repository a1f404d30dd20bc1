"""What people were told of a record stays theirs only as long as they may see it."""

from django.db.models import CharField, Exists, F, Func, OuterRef, QuerySet, Value

from decisions.record.models import Access, Record
from partnerdesk.core.models import Notice

ADDRESS = r"^/records/([A-Z]{2}-[0-9]+)/"
"""Where every page of a record stands: a notice that leads there is about that record."""


def without_hidden(rows: "QuerySet[Notice]") -> "QuerySet[Notice]":
    """Without notices of records that their people may not see."""
    code = Func(F("address"), Value(ADDRESS), function="substring", output_field=CharField())
    named = Access.objects.filter(record=OuterRef("pk"), user=OuterRef(OuterRef("person")))
    hidden = Record.objects.filter(code=OuterRef("about_record"), is_private=True).exclude(Exists(named))
    return rows.alias(about_record=code).exclude(Exists(hidden))
