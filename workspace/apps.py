from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    name = "workspace"

    def ready(self) -> None:
        from accounts.permissions import check_table
        from partnerdesk.core import outbox
        from workspace import reminders

        check_table()  # the last of our apps: all permissions are declared
        outbox.register_kind(reminders.VOTE, _("Decisions that wait for me"))
        outbox.register_kind(reminders.ACTION_DUE, _("Actions that are due or late"))
