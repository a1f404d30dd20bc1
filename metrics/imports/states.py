"""The life of a file on its way in: which state may follow which. Every change goes through `move`."""

from django.utils.translation import gettext as _

from metrics.provenance.models import Import
from partnerdesk.core.refusals import Blocked

S = Import.State

MOVES = frozenset(
    {
        (S.LOOKING, S.MAPPING),
        (S.LOOKING, S.REFUSED),
        (S.LOOKING, S.DROPPED),
        (S.MAPPING, S.LOOKING),
        (S.PREVIEWED, S.LOOKING),
        (S.REFUSED, S.LOOKING),
        (S.IMPORTING, S.LOOKING),
        (S.MAPPING, S.PREVIEWING),
        (S.MAPPING, S.DROPPED),
        (S.PREVIEWING, S.PREVIEWED),
        (S.PREVIEWING, S.REFUSED),
        (S.PREVIEWED, S.PREVIEWING),
        (S.PREVIEWED, S.IMPORTING),
        (S.PREVIEWED, S.DROPPED),
        (S.IMPORTING, S.DONE),
        (S.IMPORTING, S.REFUSED),
        (S.REFUSED, S.PREVIEWING),
        (S.REFUSED, S.DROPPED),
    }
)
"""(from, to). A file that was refused can be mapped again; one that is imported or set aside stays so.

One that was fetched and leaves questions open, which is found while it is imported, is looked at for its page.
"""


def move(imported: Import, to: Import.State) -> None:
    """Set the state of a locked import; the caller saves it. Raises Blocked where `to` may not follow."""
    if (imported.state, to) not in MOVES:
        raise Blocked(
            _("This file is %(state)s; load the page again.") % {"state": imported.get_state_display()}
        )
    imported.state = to
