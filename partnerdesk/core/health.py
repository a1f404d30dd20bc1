"""`/health/`: whether database, cache and worker do their work, for monitors. 200, or 500 with what is wrong."""

import dataclasses
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

from partnerdesk.core.tasks import HEARTBEAT_KEY


@dataclasses.dataclass
class Worker(HealthCheck):
    """The heartbeat went through the queue and the worker lately; a living process alone proves nothing."""

    def run(self) -> None:
        if not cache.get(HEARTBEAT_KEY):
            raise ServiceUnavailable("no heartbeat from the worker")


@method_decorator(login_not_required, name="dispatch")
class Health(HealthCheckView):
    """JSON where nothing else is asked for: a line for each check, `OK` or what is wrong."""

    checks = ("health_check.checks.Database", "health_check.checks.Cache", Worker)

    def render_to_response(self, context: dict[str, Any], **response: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response_json(response["status"])
        return answer
