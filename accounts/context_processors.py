"""What the bar on every page needs."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.permissions import permission_named
from partnerdesk.core import outbox


class RoleRights:
    """`rights.manage_people` in a template asks for the permission of that name that looks at no object."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def __getitem__(self, name: str) -> bool:
        permission = permission_named(name)
        return bool(self.user.is_authenticated and self.user.has_perm(permission))


def rights(request: HttpRequest) -> dict[str, Any]:
    return {"rights": RoleRights(request.user)}


def notices(request: HttpRequest) -> dict[str, Any]:
    """`unseen_notices` is a call: only a page that draws the bar asks for it, and once."""

    @cache
    def unseen_notices() -> str:
        count = outbox.unseen_count(request.user.pk) if request.user.is_authenticated else 0
        return "99+" if count >= outbox.MOST_COUNTED else str(count or "")

    return {"unseen_notices": unseen_notices}
