"""All reviews and open cases that a person may see."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from decisions.triggers import due
from decisions.triggers.forms import DueFilter
from partnerdesk.core.htmx import page_or_fragment


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Open reviews, open cases, what lies ahead, what was done: one list at a time, filtered."""
    user, filters = person_of(request), DueFilter(request.GET)
    titles = {
        due.OPEN: _("Open reviews"),
        due.CASES: _("Open cases"),
        due.AHEAD: _("Ahead, %(days)s days") % {"days": due.AHEAD_DAYS},
        due.DONE: _("Done"),
    }
    show = request.GET.get("show", "")
    show = show if show in titles else due.OPEN
    chosen = filters.chosen()
    found = due.due_page(user, show, chosen, request.GET.get("after", ""), timezone.now())
    context = {
        "filters": filters,
        "show": show,
        "tabs": [(key, title, found.counts.get(key)) for key, title in titles.items()],
        "found": found,
        "most": due.MOST_COUNTED,
        "is_filtered": bool(chosen),
        "held": due.ranges_held(user),
    }
    return page_or_fragment(request, "decisions/triggers/reviews.html", context, fragments={"rows"})
