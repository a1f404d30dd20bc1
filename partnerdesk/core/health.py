"""`/health/`: whether database, cache and worker do their work, for monitors. 200, or 500 with what is wrong."""

import dataclasses
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
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
    """Always JSON: a line for each check, `OK` or what is wrong."""

    checks = ("health_check.checks.Database", "health_check.checks.Cache", Worker)

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.GET = request.GET.copy()
        request.GET["format"] = "json"
        return await super().get(request, *args, **kwargs)
