"""People and partners for the tests about the directory."""

from tests.integration.metrics.conftest import load, mapping, partners, upload  # noqa: F401  (fixtures)
from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)
