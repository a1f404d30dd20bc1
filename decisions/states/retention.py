"""How long a record is looked at: open, closed, archived. One table; nothing is ever deleted. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Retention(TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")


RETENTION_MOVES: dict[tuple[Retention, Retention], str] = {
    (Retention.OPEN, Retention.CLOSED): "record.closed",
    (Retention.CLOSED, Retention.OPEN): "record.opened_again",
    (Retention.CLOSED, Retention.ARCHIVED): "record.archived",
    (Retention.ARCHIVED, Retention.CLOSED): "record.taken_out",
}
"""How a record may move, and the kind of event that each move leaves. Archived ones are left out of lists."""
