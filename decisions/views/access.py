"""How views come to their record: outsiders get 404, those who may see but not do get 403 from the action."""

from django.http import Http404, HttpRequest

from accounts.requests import person_of
from decisions.actions.units import check_may_change
from decisions.models import Record


def visible_record(request: HttpRequest, code: str) -> Record:
    """The record, where this person may see it."""
    record = Record.objects.visible_to(person_of(request)).with_header().filter(code=code).first()
    if record is None:
        raise Http404
    return record


def writable_record(request: HttpRequest, code: str) -> Record:
    """The record, where this person may write in it: asked before anything is said about what was written."""
    record = visible_record(request, code)
    check_may_change(record, person_of(request))
    return record
