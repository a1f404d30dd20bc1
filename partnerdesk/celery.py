"""The Celery application. The queue is only a hint: every job is a row that `sweep` finds again."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerdesk.settings")

app = Celery("partnerdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
