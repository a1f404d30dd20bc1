"""How views come to their record: outsiders get 404, those who may see but not do get 403 from the action."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import person_of
from decisions.record.models import Record
from decisions.record.ways import know_ways
from partnerdesk.core.addresses import is_ours
from partnerdesk.core.refusals import NotAllowed


def visible_record(request: HttpRequest, code: str) -> Record:
    """The record, where this person may see it, with the ways in which they may."""
    person = person_of(request)
    record = Record.objects.visible_to(person).with_header().with_ways(person).filter(code=code).first()
    if record is None:
        raise Http404
    know_ways(record, person, frozenset(record.ways))  # type: ignore[attr-defined]  # annotated
    return record


def lock_visible(request: HttpRequest, code: str) -> None:
    """Lock the record until the transaction ends, where this person may see it: who may not locks nothing.

    It is read after that: what one statement reads beside a lock that it had to wait for is from before the wait.
    """
    visible = Record.objects.visible_to(person_of(request)).filter(code=code)
    if not visible.select_for_update().values_list("pk").first():
        raise Http404


def writable_record(request: HttpRequest, code: str) -> Record:
    """The record, where this person may write in it: asked before anything is said about what was written."""
    record = visible_record(request, code)
    check_may_change(record, person_of(request))
    return record


def redirect_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page of ours that the form named as `next`, else to the other address."""
    back = request.POST.get("next", "")
    return HttpResponseRedirect(back if is_ours(back) else otherwise)


def check_may_change(record: Record, by: User) -> None:
    """Raises NotAllowed for who may not write in the record."""
    if not by.has_perm("decisions.change_record", record):
        raise NotAllowed(_("Only the author, the owner and those with whom it is shared change this record."))
