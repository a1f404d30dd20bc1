"""A pytest plugin that loads the settings before any other plugin imports Django's models.

The settings import pghistory, which imports the models. The other way round the circle does not close:
pytest-randomly imports model_bakery, that imports the models, and those ask for the settings.
"""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerdesk.settings")
LOADED = bool(settings.DATABASES)
