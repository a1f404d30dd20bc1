from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import (
            permissions,  # noqa: F401  (registers the predicates)
            tasks,
        )
        from decisions.reports import printing
        from metrics.changes import METRIC_CHANGED
        from partnerdesk.core import jobs

        jobs.register(printing.PAPERS, printing.do_papers)
        jobs.register(METRIC_CHANGED, tasks.metric_changed)
