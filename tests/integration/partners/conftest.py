"""People and partners for the tests about the directory."""

from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.metrics.conftest import partners  # noqa: F401  (fixtures)
from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)
