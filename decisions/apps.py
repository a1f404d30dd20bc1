from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions import tasks
        from decisions.committee import notifications, papers
        from decisions.documents import print_jobs
        from decisions.life import resting
        from decisions.record import (
            permissions,  # noqa: F401  (declares them)
            told,
        )
        from decisions.triggers import (
            kinds,  # noqa: F401  (registers the kinds of triggers)
            watch,
        )
        from decisions.triggers.cases import escalate, handle
        from decisions.triggers.reviews import plan
        from decisions.versions import alarm
        from metrics.causes import resting as resting_on_metrics
        from metrics.observations.signals import METRIC_CHANGED
        from partnerdesk.core import frozen_content, jobs, outbox

        jobs.register(print_jobs.PAPERS, print_jobs.do_papers)
        jobs.register(print_jobs.EXTERNAL_PAPERS, print_jobs.do_external_papers)
        jobs.register(papers.PACK, papers.do_pack)
        jobs.register(papers.MINUTES, papers.do_minutes)
        jobs.register(METRIC_CHANGED, tasks.metric_changed)
        jobs.register(watch.EVALUATE, tasks.evaluate_version)
        outbox.register_sight(told.without_hidden)
        resting_on_metrics.register_finder(resting.records_resting_on)
        frozen_content.register_alarm(alarm.tell_administrators)
        outbox.register_kind(alarm.ALTERED, _("Frozen content was altered"), is_urgent=True)
        outbox.register_kind(handle.FIRED, _("A trigger has fired"))
        outbox.register_kind(escalate.ESCALATED, _("Nobody has answered"))
        outbox.register_kind(plan.REVIEW_DUE, _("A review is due"))
        outbox.register_kind(notifications.CLOSED, _("A vote has ended"))
        outbox.register_kind(notifications.ASKED, _("Somebody asks on record"))
        outbox.register_kind(notifications.ANSWERED, _("An answer on record"))
        outbox.register_kind(notifications.CALLED, _("A meeting is called"))
        outbox.register_kind(notifications.MINUTED, _("Minutes are approved"))
