"""Partner Desk: decision records for partner teams."""

from partnerdesk.celery import app as celery_app

__all__ = ["celery_app"]
