"""People and clients for these tests."""

from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)
