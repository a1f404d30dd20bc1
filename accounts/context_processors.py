"""What the bar on every page needs."""

from functools import cache
from typing import Any

import rules
from django.http import HttpRequest

from partnerdesk.core import outbox


class RoleRights:
    """`rights.manage_people` in a template asks for the permission of that name that needs no object."""

    NAMES = {
        "manage_people": "accounts.manage_people",
        "manage_dictionary": "metrics.manage_dictionary",
        "change_partners": "partners.change_partners",
        "connect_sources": "metrics.connect_sources",
        "enter_data": "metrics.enter_data",
        "create_record": "decisions.create_record",
    }

    def __init__(self, user: Any) -> None:
        self.user = user

    def __getitem__(self, name: str) -> bool:
        return bool(self.user.is_authenticated and rules.has_perm(self.NAMES[name], self.user))


def rights(request: HttpRequest) -> dict[str, Any]:
    return {"rights": RoleRights(request.user)}


def notices(request: HttpRequest) -> dict[str, Any]:
    """`unseen_notices` is a call: only a page that draws the bar asks for it, and once."""

    @cache
    def unseen_notices() -> str:
        count = outbox.unseen_count(request.user.pk) if request.user.is_authenticated else 0
        return "99+" if count >= outbox.MOST_COUNTED else str(count or "")

    return {"unseen_notices": unseen_notices}
