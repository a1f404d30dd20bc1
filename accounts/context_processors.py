"""What the bar on every page needs."""

from typing import Any

import rules
from django.http import HttpRequest


class RoleRights:
    """`rights.manage_people` in a template asks for the permission of that name that needs no object."""

    NAMES = {
        "manage_people": "accounts.manage_people",
        "manage_dictionary": "metrics.manage_dictionary",
        "change_partners": "partners.change_partners",
        "enter_data": "metrics.enter_data",
        "create_record": "decisions.create_record",
    }

    def __init__(self, user: Any) -> None:
        self.user = user

    def __getitem__(self, name: str) -> bool:
        return bool(self.user.is_authenticated and rules.has_perm(self.NAMES[name], self.user))


def rights(request: HttpRequest) -> dict[str, Any]:
    return {"rights": RoleRights(request.user)}
