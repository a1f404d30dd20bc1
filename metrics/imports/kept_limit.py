"""A file that gives more values of a partner in a period than an observation keeps is refused, by name."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.files.reading.scanning import Unreadable
from metrics.measures.kept import MOST_KEPT, MOST_READ
from metrics.measures.months import month_of
from metrics.measures.tally import Measured
from partnerdesk.core import dates


def check_kept(data: Measured, name: str, labels: Sequence[str], partner_ids: Sequence[Any]) -> None:
    """Raises Unreadable where a partner that counts has too many values of the metric `name`.

    `labels` are the file's partners, by their codes; of those without an id among `partner_ids` nothing is stored.
    """
    if data.kept is None:
        return
    is_known = np.array([pk is not None for pk in partner_ids], dtype=bool)
    counts = np.where(is_known[data.partners], data.kept.counts, 0)
    beyond = int((counts > MOST_KEPT).sum())
    if not beyond:
        return
    worst = int(counts.argmax())
    values = {
        "name": name,
        "most": MOST_KEPT,
        "partner": labels[int(data.partners[worst])],
        "period": dates.period(month_of(int(data.months[worst])), data.step),
        "count": int(counts[worst]),
    }
    words = [_too_many(int(counts[worst])) % values]
    if beyond > 1:
        others = ngettext(
            "So it is in %(count)s other place.", "So it is in %(count)s other places.", beyond - 1
        )
        words.append(others % {"count": beyond - 1})
    words.append(_("Let the mapping count fewer rows by a condition, or measure it otherwise."))
    raise Unreadable(" ".join(words))


def _too_many(count: int) -> str:
    """The sentence about the worst place; beyond what is read nobody knows how many there are."""
    if count < MOST_READ:
        return _(
            "%(name)s keeps at most %(most)s values of a partner in one period; "
            "%(partner)s has %(count)s in %(period)s."
        )
    return _(
        "%(name)s keeps at most %(most)s values of a partner in one period; "
        "%(partner)s has %(count)s or more in %(period)s."
    )
