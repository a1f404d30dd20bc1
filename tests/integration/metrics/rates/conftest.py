"""Tables of rates, and files in several currencies imported as they are understood."""

import datetime as dt

import pytest
from django.utils import timezone

from metrics.files.store import keep_file
from metrics.rates.tables import add_table
from tests.integration.metrics.imports.conftest import suggested, told, write  # noqa: F401  (fixtures)

RATES = (
    "month,currency,rate\n2025-01,EUR,1.0354\n2025-02,EUR,1.0413\n2025-01,JPY,0.00639\n2025-02,JPY,0.00659\n"
)


@pytest.fixture
def give_rates():
    """Take a table of rates: `give_rates(text, dated_on=…)`."""

    def give_rates(text=RATES, *, dated_on=dt.date(2025, 3, 31), source="Central bank", by=None):
        file = keep_file([text.encode()])
        return add_table(file, "rates.csv", source=source, dated_on=dated_on, by=by, now=timezone.now())[0]

    return give_rates
