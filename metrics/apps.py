from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from metrics import permissions  # noqa: F401  (declares them)
        from metrics.imports import anew, steps
        from metrics.sources import due, refresh
        from partnerdesk.core import jobs

        jobs.register(steps.PREVIEW, steps.do_preview, refused=steps.refuse)
        jobs.register(steps.IMPORT, steps.do_import, refused=steps.refuse)
        jobs.register(anew.ANEW, anew.do_anew, refused=anew.refuse)
        jobs.register(
            due.REFRESH,
            refresh.do_refresh,
            refused=refresh.give_up,
            begun=refresh.begin,
        )
