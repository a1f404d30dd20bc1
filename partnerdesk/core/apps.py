from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "partnerdesk.core"
    label = "core"
    verbose_name = "Partner Desk"

    def ready(self) -> None:
        from partnerdesk.core import tasks  # noqa: F401  (registers the task that a hint names)
