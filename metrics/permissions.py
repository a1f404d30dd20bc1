"""What is permitted around data. Everybody who is signed in may read the figures and the dictionary."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import declare
from partnerdesk.core.refusals import NotAllowed

declare("metrics.enter_data")
declare("metrics.manage_dictionary")
declare("metrics.connect_sources")


def check_may_enter(by: User | None) -> None:
    """Raises NotAllowed for who may not enter data."""
    if by is not None and not by.has_perm("metrics.enter_data"):
        raise NotAllowed(_("Partner managers and data stewards enter data; ask one of them."))


def check_may_manage(by: User) -> None:
    """Raises NotAllowed for who may not change the dictionary."""
    if not by.has_perm("metrics.manage_dictionary"):
        raise NotAllowed(_("Data stewards keep the dictionary; ask one of them."))


def check_may_connect(by: User) -> None:
    """Raises NotAllowed for who may not say where the desk goes to for data."""
    if not by.has_perm("metrics.connect_sources"):
        raise NotAllowed(_("Data stewards connect addresses and databases; ask one of them."))
