"""Who signs in, and who a session is of."""

import uuid

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from partnerdesk.core.days import FIRST_ZONE
from partnerdesk.core.models import Workspace


class Backend(AuthenticationBackend):
    """The library's. The person of a request comes with the zone of the workspace, which nearly every page asks for."""

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """The person with `workspace_zone`."""
        zone = Coalesce(Subquery(Workspace.objects.values("time_zone")[:1]), Value(FIRST_ZONE))
        user = User.objects.filter(pk=user_id).annotate(workspace_zone=zone).first()
        return user if self.user_can_authenticate(user) else None
