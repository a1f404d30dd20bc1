"""The health page tells whether a heartbeat came through queue and worker, to anybody who asks."""

import pytest
from django.core.cache import cache
from health_check.exceptions import ServiceUnavailable

from partnerdesk.core import health
from partnerdesk.core.health import Worker
from partnerdesk.core.tasks import heartbeat


def test_the_worker_is_well_only_with_a_heartbeat():
    cache.clear()
    with pytest.raises(ServiceUnavailable, match="no heartbeat"):
        Worker().run()
    heartbeat()
    Worker().run()


@pytest.mark.django_db(transaction=True)  # the checks ask on connections of their own
def test_anybody_may_ask_and_is_told_what_is_wrong(client, monkeypatch):
    monkeypatch.setattr(health, "HEARTBEAT_KEY", "a-heart-that-never-beats")
    answer = client.get("/health/")
    assert answer.status_code == 500
    assert answer.json() == {
        "Database(alias='default')": "OK",
        "Cache(alias='default')": "OK",
        "Worker()": "Unavailable: no heartbeat from the worker",
    }
