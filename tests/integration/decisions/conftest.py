"""People and clients for the tests about records, and data for their metrics."""

import pytest

from metrics.measures.months import add_months
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)

MARGIN = {
    "metric": "partner_contribution_margin",
    "measure": "margin",
    "revenue": "amount",
    "cost": "cost",
}


@pytest.fixture
def load_margins(load):  # noqa: F811  (a fixture)
    """Import a partner's contribution margins, in per cent by month: `load_margins(start, 12, 11, 9)`."""

    def load_margins(start, *margins):
        rows = [
            f"a,{add_months(start, index):%Y-%m-%d},100,{100 - margin}"
            for index, margin in enumerate(margins)
        ]
        return load(*rows, metrics=[MARGIN])

    return load_margins
