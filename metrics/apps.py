from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from metrics import permissions  # noqa: F401  (declares them)
        from metrics.causes import actions
        from metrics.imports import anew, looking, steps
        from metrics.sources import due, refresh
        from partnerdesk.core import jobs, outbox

        jobs.register(steps.LOOK, looking.do_look, refused=steps.refuse)
        jobs.register(steps.PREVIEW, steps.do_preview, refused=steps.refuse)
        jobs.register(steps.IMPORT, steps.do_import, refused=steps.refuse)
        jobs.register(anew.ANEW, anew.do_anew, refused=anew.refuse)
        jobs.register(
            due.REFRESH,
            refresh.do_refresh,
            refused=refresh.give_up,
            begun=refresh.begin,
        )
        outbox.register_kind(actions.ASKED, _("Gaps in data that I am asked about"))
