from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import (
            permissions,  # noqa: F401  (declares them)
            tasks,
        )
        from decisions.committee import papers, tellings
        from decisions.reports import printing
        from decisions.triggers import cases, reviews, watching
        from metrics.changes import METRIC_CHANGED
        from partnerdesk.core import jobs, outbox

        jobs.register(printing.PAPERS, printing.do_papers)
        jobs.register(printing.EXTERNAL_PAPERS, printing.do_external_papers)
        jobs.register(papers.PACK, papers.do_pack)
        jobs.register(papers.MINUTES, papers.do_minutes)
        jobs.register(METRIC_CHANGED, tasks.metric_changed)
        jobs.register(watching.EVALUATE, tasks.evaluate_version)
        outbox.register_kind(cases.FIRED, _("A trigger has fired"))
        outbox.register_kind(cases.ESCALATED, _("Nobody has answered"))
        outbox.register_kind(reviews.REVIEW_DUE, _("A review is due"))
        outbox.register_kind(tellings.CLOSED, _("A vote has ended"))
        outbox.register_kind(tellings.ASKED, _("Somebody asks on record"))
        outbox.register_kind(tellings.ANSWERED, _("An answer on record"))
        outbox.register_kind(tellings.CALLED, _("A meeting is called"))
        outbox.register_kind(tellings.MINUTED, _("Minutes are approved"))
