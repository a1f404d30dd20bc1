"""Which role may do what: the whole of it, to be read here.

A permission is named after the app that declares it in its `permissions`. What is not written down, a role may not
do. Many permissions also ask for more than the role: that one wrote the record, was named for it, or has a seat. That
second half stands beside the declaration. `accounts.permissions` puts the halves together.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person generally does. A new role gets a line here, and its permissions in the table below."""

    VIEWER = "viewer", _("viewer")
    MANAGER = "manager", _("partner manager")
    STEWARD = "steward", _("data steward")
    ADMIN = "admin", _("administrator")


PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    Role.VIEWER: frozenset(
        {
            "decisions.decide",
            "decisions.reopen_draft",
            "decisions.report_input",
            "decisions.review",
            "decisions.view_record",
            "decisions.waive",
        }
    ),
    Role.MANAGER: frozenset(
        {
            "decisions.answer_for_input",
            "decisions.change_record",
            "decisions.create_record",
            "decisions.decide",
            "decisions.handle_case",
            "decisions.reopen_draft",
            "decisions.report_input",
            "decisions.review",
            "decisions.share_record",
            "decisions.view_record",
            "decisions.waive",
            "metrics.enter_data",
            "partners.change_partners",
        }
    ),
    Role.STEWARD: frozenset(
        {
            "decisions.answer_for_input",
            "decisions.change_record",
            "decisions.decide",
            "decisions.handle_case",
            "decisions.reopen_draft",
            "decisions.report_input",
            "decisions.review",
            "decisions.share_record",
            "decisions.view_record",
            "decisions.waive",
            "metrics.connect_sources",
            "metrics.enter_data",
            "metrics.manage_dictionary",
            "partners.change_partners",
        }
    ),
    Role.ADMIN: frozenset(
        {
            "accounts.manage_people",
            "decisions.act_for_owners",
            "decisions.answer_for_input",
            "decisions.change_record",
            "decisions.create_record",
            "decisions.decide",
            "decisions.handle_case",
            "decisions.manage_committees",
            "decisions.reopen_draft",
            "decisions.report_input",
            "decisions.review",
            "decisions.share_record",
            "decisions.view_record",
            "decisions.waive",
            "metrics.connect_sources",
            "metrics.enter_data",
            "metrics.manage_dictionary",
            "partners.change_partners",
        }
    ),
}


def role_may(role: str, permission: str) -> bool:
    """Whether the table gives this to the role. A role without a line has nothing."""
    return permission in PERMISSIONS.get(role, frozenset())


def problems(
    declared: Iterable[str],
    table: Mapping[str, frozenset[str]] = PERMISSIONS,
    roles: Iterable[str] = Role,
) -> list[str]:
    """What is wrong with the table, given the permissions that the apps declare and the roles that there are."""
    roles, known = set(roles), set(declared)
    unlisted = [f"The role “{role}” has no line in the table." for role in sorted(roles - set(table))]
    unknown = [f"There is no role “{role}”." for role in sorted(set(table) - roles)]
    undeclared = [
        f"No app declares “{permission}”, which the table gives to the role “{role}”."
        for role, permissions in table.items()
        for permission in sorted(permissions - known)
    ]
    return unlisted + unknown + undeclared
