"""What the tests of suggested imports ask of an answer and of the database."""

from metrics.models import Import, Observation, Source, StoredFile
from partners.models import Partner

NO_QUESTION = {"late", "missing_period"}


def kinds(found):
    return {gap["kind"] for gap in found["gaps"]} - NO_QUESTION


def stored():
    return [model for model in (Import, Observation, Partner, Source, StoredFile) if model.objects.exists()]
