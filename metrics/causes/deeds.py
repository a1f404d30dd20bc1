"""What can be done about a cause: a registry. Each deed says when it is offered, what it asks, what it would change.

Asked for one that it does not know, the registry raises UnknownDeed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from metrics.causes import actions, forms
from metrics.causes.answers import alike_of
from metrics.gaps.kinds import Doing, Kind
from metrics.gaps.models import Cause
from metrics.gaps.states import CauseStatus
from partnerdesk.core import dates
from partners.models import Partner

Asked = dict[str, Any]
MOST_NAMED = 5


class UnknownDeed(KeyError):
    """There is nothing of this name to be done."""


@dataclass(frozen=True)
class Deed:
    """Something that people can do about a cause.

    `form` asks for what it needs, `initial` fills it in; `offered` says of a cause whether it can be done now;
    `preview` what would change, in sentences, by what was asked for so far; `settles` that figures are graded then as
    if it were settled, at once (`now`), or from the next file on (`next`).
    """

    verb: str
    label: str | Promise
    lead: str | Promise
    form: type[forms.DeedForm]
    offered: Callable[[Cause], bool]
    preview: Callable[[Cause, Asked], list[str]]
    apply: Callable[[Cause, Asked, User, dt.datetime], Cause]
    settles: str = ""
    initial: Callable[[Cause], Asked] = lambda _cause: {}


def _is_open(cause: Cause) -> bool:
    return cause.status == CauseStatus.OPEN


def _takes_answers(cause: Cause) -> bool:
    return cause.status in (CauseStatus.OPEN, CauseStatus.ANSWERED)


def _is_left(cause: Cause) -> bool:
    return cause.status != CauseStatus.SETTLED


def _accepted(_cause: Cause, asked: Asked) -> list[str]:
    until = asked.get("until")
    if until is None:
        return [_("Until the day that you choose it weakens no figure; after it, it does again by itself.")]
    return [
        _("Until %(day)s it weakens no figure; from the day after it does again by itself.")
        % {"day": dates.day(until)},
        _("The reason stands beside the figures until then."),
    ]


def _assigned(_cause: Cause, asked: Asked) -> list[str]:
    if asked.get("owner") is None:
        return [_("It goes back to who owns the source, the metric, or else to the first administrator.")]
    return [
        _("It stands on the desk of %(name)s, who is told so, by mail as well.")
        % {"name": asked["owner"].name}
    ]


def _due(_cause: Cause, asked: Asked) -> list[str]:
    if asked.get("due_on") is None:
        return [_("No day is set.")]
    late_on = asked["due_on"] + dt.timedelta(days=1)
    return [_("From %(day)s on it is late on its owner's desk.") % {"day": dates.day(late_on)}]


def _asking(cause: Cause, asked: Asked) -> list[str]:
    whom = asked.get("whom")
    if whom is None:
        return [_("Who is asked gets a notice and a mail with a link to this page.")]
    return [
        _("%(name)s gets a notice and a mail with a link to this page.") % {"name": whom.name},
        str(cause.declared.advice),
    ]


def _merged(cause: Cause, asked: Asked) -> list[str]:
    alike = alike_of(cause)
    if alike is None:
        if asked.get("are_same") is False:
            return [_("The next file of the source is read with them apart, and this is settled.")]
        return [
            _("The next file of the source is read with all of them as “%(into)s”.") % {"into": cause.label}
        ]
    if not alike.attribute:
        words = _("The next file of the source is read with “%(label)s” as “%(into)s”.")
        return [words % {"label": alike.label, "into": alike.into}]
    bearing = Partner.objects.filter(**{alike.attribute: alike.label}).by_name()
    names = list(bearing.values_list("name", flat=True)[: MOST_NAMED + 1])
    count = bearing.count()
    changed = ngettext(
        "%(count)s partner gets “%(into)s” in place of “%(label)s”: %(names)s.",
        "%(count)s partners get “%(into)s” in place of “%(label)s”: %(names)s.",
        count,
    )
    shown = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    said = {"count": count, "into": alike.into, "label": alike.label, "names": shown or "–"}
    return [
        changed % said,
        _("Files that bring “%(label)s” again are read the same way.") % {"label": alike.label},
    ]


def _label_meant(cause: Cause, asked: Asked) -> list[str]:
    if not asked.get("into"):
        return [_("The next file of the source is read so; figures change then.")]
    words = _(
        "The next file of the source is read with “%(label)s” as “%(into)s”: %(count)s rows of the newest one."
    )
    return [words % {"label": cause.label, "into": asked["into"], "count": cause.rows}]


def _partner_meant(_cause: Cause, asked: Asked) -> list[str]:
    if not asked.get("partner"):
        return [_("The next file of the source is read so; figures change then.")]
    words = _("The next file of the source is read with rows of “%(label)s” as those of %(name)s.")
    return [words % {"label": asked.get("label", ""), "name": asked["partner"].name}]


EVERY = (
    Deed(
        "merge",
        gettext_lazy("Say whether they are the same"),
        gettext_lazy(
            "Two spellings of one thing are counted apart until somebody says that they are the same."
        ),
        forms.MergeForm,
        offered=lambda cause: Doing.MERGE in cause.declared.doings and _is_open(cause),
        preview=_merged,
        apply=lambda cause, asked, by, now: actions.say_alike(cause, **asked, by=by, now=now),
        settles="next",
        initial=lambda _cause: {"are_same": "yes"},
    ),
    Deed(
        "label",
        gettext_lazy("Say what the label means"),
        gettext_lazy("The mapping tells rows apart by this column and does not name the label."),
        forms.LabelForm,
        offered=lambda cause: (
            cause.kind == Kind.UNMAPPED_LABEL and bool(cause.label) and _takes_answers(cause)
        ),
        preview=_label_meant,
        apply=lambda cause, asked, by, now: actions.say_label(cause, **asked, by=by, now=now),
        settles="next",
    ),
    Deed(
        "partner",
        gettext_lazy("Say who they are"),
        gettext_lazy("The file calls partners by names that the directory does not know."),
        forms.PartnerForm,
        offered=lambda cause: cause.kind == Kind.UNKNOWN_PARTNER and _takes_answers(cause),
        preview=_partner_meant,
        apply=lambda cause, asked, by, now: actions.say_partner(cause, **asked, by=by, now=now),
        settles="next",
    ),
    Deed(
        "ask",
        gettext_lazy("Ask the owner"),
        gettext_lazy("A notice on their desk, and a mail. What you ask stands in the thread."),
        forms.AskForm,
        offered=_is_left,
        preview=_asking,
        apply=lambda cause, asked, by, now: actions.ask(cause, **asked, by=by, now=now),
        initial=lambda cause: {"whom": cause.answers_id},
    ),
    Deed(
        "accept",
        gettext_lazy("Accept until …"),
        gettext_lazy(
            "It weakens nothing until that day, with your reason beside the figures; then it does again."
        ),
        forms.AcceptForm,
        offered=lambda cause: Doing.ACCEPT in cause.declared.doings and _is_open(cause),
        preview=_accepted,
        apply=lambda cause, asked, by, now: actions.accept(cause, **asked, by=by, now=now),
        settles="now",
    ),
    Deed(
        "reopen",
        gettext_lazy("Open again"),
        gettext_lazy("What was accepted weakens figures again, from now on."),
        forms.NothingForm,
        offered=lambda cause: cause.status == CauseStatus.ACCEPTED,
        preview=lambda _cause, _asked: [_("It weakens the figures that it touches again.")],
        apply=lambda cause, _asked, by, now: actions.reopen(cause, by=by, now=now),
    ),
    Deed(
        "assign",
        gettext_lazy("Give it to somebody"),
        gettext_lazy("Who answers for it until it is settled."),
        forms.AssignForm,
        offered=_is_left,
        preview=_assigned,
        apply=lambda cause, asked, by, now: actions.assign(cause, **asked, by=by, now=now),
        initial=lambda cause: {"owner": cause.owner_id},
    ),
    Deed(
        "due",
        gettext_lazy("Set a day"),
        gettext_lazy("By which day it is to be settled."),
        forms.DueForm,
        offered=_is_left,
        preview=_due,
        apply=lambda cause, asked, by, now: actions.set_due(cause, **asked, by=by, now=now),
        initial=lambda cause: {"due_on": cause.due_on},
    ),
)
"""In the order in which they are offered: the first one that can be done is the one that is suggested."""


class Registry:
    """Deeds by their verbs. Asked for one that it does not know, it raises UnknownDeed."""

    def __init__(self, deeds: Iterable[Deed]) -> None:
        self._deeds = {deed.verb: deed for deed in deeds}

    def __getitem__(self, verb: str) -> Deed:
        try:
            return self._deeds[verb]
        except KeyError:
            raise UnknownDeed(f"there is nothing called {verb!r} to be done about a gap") from None

    def __iter__(self) -> Iterator[Deed]:
        return iter(self._deeds.values())

    def offered(self, cause: Cause) -> list[Deed]:
        """What can be done about a cause now."""
        return [deed for deed in self if deed.offered(cause)]


DEEDS = Registry(EVERY)
