"""What pages of rooms below ask of imports."""

from django import template

from metrics.imports import anew
from metrics.provenance.models import Import
from metrics.rates.store import UsedTable, tables_used

register = template.Library()


@register.simple_tag
def files_to_import_anew() -> list[anew.Offer]:
    """The files whose rates are no longer those that count."""
    return anew.offered()


@register.simple_tag
def rates_used(imported: Import) -> list[UsedTable]:
    """The tables of rates by which a file was converted."""
    return tables_used(imported)
