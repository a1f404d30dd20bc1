"""The life of a cause: which status may follow which. Every change goes through `lifecycle.change`. No models."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CauseStatus(models.TextChoices):
    """`accepted` until a day, `answered` until the next file of the source, `settled` while no gap is left."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    ANSWERED = "answered", _("answered")
    SETTLED = "settled", _("settled")


S = CauseStatus

MOVES = frozenset(
    {
        (S.OPEN, S.ACCEPTED),
        (S.OPEN, S.ANSWERED),
        (S.OPEN, S.SETTLED),
        (S.ACCEPTED, S.OPEN),
        (S.ACCEPTED, S.SETTLED),
        (S.ANSWERED, S.OPEN),
        (S.ANSWERED, S.SETTLED),
        (S.SETTLED, S.OPEN),
    }
)
"""(from, to). What is settled opens when a file shows it again, and goes back where somebody undoes what settled it."""
