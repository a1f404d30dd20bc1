"""Content that was frozen with its hash: whoever reads it gets what was frozen, or is refused with words.

The bytes are hashed whenever an object's `content` is asked for, once for each object, so that nothing that is shown,
printed, exported, verified or decided on was changed behind the application's back.
"""

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy

from partnerdesk.core.refusals import Blocked


class Hashed(Protocol):
    """A row that names the SHA-256 of something that is kept."""

    pk: Any
    sha256: Any
    _meta: ClassVar[Any]

    def called(self) -> str:
        """What people call it."""
        ...


class Altered(Blocked):
    """The stored content of `row` does not match its hash (422). Nothing of it is shown or decided on."""

    words = gettext_lazy(
        "The stored content of %(what)s does not match its hash: it was changed in the database after it was"
        " frozen. So nothing of it is shown, printed, verified or decided on. The administrators are told:"
        " ask them to run verify_chain, and to restore it from a backup."
    )
    told = gettext_lazy(
        "The stored content of %(what)s does not match its hash. It is refused everywhere: run"
        " verify_chain, find out who could write to the database, and restore it from a backup."
    )
    """What the administrators read."""

    def __init__(self, row: Hashed) -> None:
        super().__init__(str(self.words) % {"what": row.called()})
        self.row = row


class AlteredFile(Altered):
    """The bytes of a file that `row` names do not match its hash (422). It is not given out."""

    words = gettext_lazy(
        "The stored file of %(what)s does not match its hash: it was changed after it was kept. So it is not"
        " given out. The administrators are told: ask them to restore it from a backup."
    )
    told = gettext_lazy(
        "The stored file of %(what)s does not match its hash. It is not given out: find out who could write to"
        " the folder of files, and restore it from a backup."
    )


class Checked(DeferredAttribute):
    """The attribute of a frozen content: hashed when it is read for the first time."""

    def __get__(self, row: Any, cls: Any = None) -> Any:
        if row is None:
            return self
        name = self.field.attname
        known = row.__dict__
        if name not in known:
            super().__get__(row, cls)
        if known.get("_checked") is not known[name]:
            if hashlib.sha256(known[name]).hexdigest() != row.sha256:
                raise Altered(row)
            known["_checked"] = known[name]
        return known[name]

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class FrozenContent(models.BinaryField[Any, Any]):
    """Canonical bytes, with their SHA-256 in the column `sha256` of the same row."""

    descriptor_class = Checked

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """What is written is judged by the database alone."""
        return model_instance.__dict__[self.attname]

    def deconstruct(self) -> Any:
        """For migrations it is the column that it always was."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


class FrozenRow(models.Model):
    """A row with frozen content. Its model has `sha256` beside it."""

    content = FrozenContent()

    if TYPE_CHECKING:
        sha256: models.CharField[str, str]

    class Meta:
        abstract = True

    def called(self) -> str:
        """What people call it."""
        raise NotImplementedError

    def check_content(self) -> None:
        """Raises Altered where the stored bytes are not those that were frozen."""
        _content = self.content

    def data(self) -> dict[str, Any]:
        """The content as JSON data: decimals and dates are strings of a stated form. Raises Altered."""
        found: dict[str, Any] = json.loads(bytes(self.content))
        return found


_alarms: list[Callable[[Altered], None]] = []


def register_alarm(alarm: Callable[[Altered], None]) -> None:
    """Name what tells the administrators. Called as apps start."""
    _alarms[:] = [alarm]


def raise_alarm(found: Altered) -> None:
    """Have the administrators told. Called by the doors: what the refused action wrote is taken back before."""
    for alarm in _alarms:
        alarm(found)
