"""What a threshold would have done, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.triggers.backtest.history import History
from decisions.triggers.engine.machine import Episode, Replay, State

STATES = {
    State.NORMAL: "–",
    State.PENDING: gettext_lazy("breached"),
    State.TRIGGERED: gettext_lazy("triggered"),
    State.RECOVERING: gettext_lazy("recovering"),
    State.NO_DATA: gettext_lazy("no data"),
}


def result_words(history: History, episodes: Sequence[Episode]) -> str:
    """How often it would have fired and when, what has no data, and of how many partners there are any."""
    silent = sum(sample.value is None for sample in history.samples)
    without = ngettext(
        "%(count)s period has no data and changes nothing.",
        "%(count)s periods have no data and change nothing.",
        silent,
    )
    said = [
        _fired_words(history, episodes),
        without % {"count": silent} if silent else "",
        _coverage_words(history),
    ]
    return " ".join(filter(None, said))


def _fired_words(history: History, episodes: Sequence[Episode]) -> str:
    months, count = len(history.samples) * history.length, len(episodes)
    span = ngettext("In the last month", "In the last %(months)s months", months) % {"months": months}
    if not count:
        return _("%(span)s it would not have fired.") % {"span": span}
    fired = ngettext(
        "%(span)s it would have fired once: %(when)s.",
        "%(span)s it would have fired %(count)s times: %(when)s.",
        count,
    )
    when = ", ".join(history.named(episode.opened) for episode in episodes)
    said = fired % {"span": span, "count": count, "when": when}
    return said if episodes[-1].closed else f"{said} {_('It would still be triggered.')}"


def _coverage_words(history: History) -> str:
    """Of a kind that reads each partner, how many of them have data."""
    if not history.each:
        return ""
    period, newest = max(history.each.items())
    words = ngettext(
        "%(known)s of %(count)s partner has data in %(period)s.",
        "%(known)s of %(count)s partners have data in %(period)s.",
        newest.partners,
    )
    known = {"known": len(newest.values), "count": newest.partners}
    return words % (known | {"period": history.named(period)})


def state_words(found: Replay) -> list[str]:
    """What the trigger would have said in each period."""
    opened = {episode.opened for episode in found.episodes}
    return [
        _("fires") if condition.period in opened else str(STATES[condition.state])
        for condition in found.conditions
    ]
