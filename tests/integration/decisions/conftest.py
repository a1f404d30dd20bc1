"""People and clients for the tests about records."""

from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)
