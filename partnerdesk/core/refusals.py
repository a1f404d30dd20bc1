"""The two ways in which an action refuses. The middleware turns them into 403 and 422."""

from collections.abc import Sequence
from typing import Protocol


class Reason(Protocol):
    """What stands in the way: a sentence that says how to mend it."""

    @property
    def message(self) -> str: ...


class NotAllowed(Exception):
    """This person may not do this here (403). The sentence says who may."""


class Blocked(Exception):
    """It can't be done yet (422). `reasons` are the blockers that the screen shows too."""

    def __init__(self, message: str, reasons: Sequence[Reason] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return " ".join([self.message, *(str(reason.message) for reason in self.reasons)])
