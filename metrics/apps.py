from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from metrics import (
            permissions,  # noqa: F401  (declares them)
            refreshing,
            uploads,
        )
        from partnerdesk.core import jobs

        jobs.register(uploads.PREVIEW, uploads.do_preview, refused=uploads.refuse)
        jobs.register(uploads.IMPORT, uploads.do_import, refused=uploads.refuse)
        jobs.register(
            refreshing.REFRESH,
            refreshing.do_refresh,
            refused=refreshing.give_up,
            begun=refreshing.begin,
        )
