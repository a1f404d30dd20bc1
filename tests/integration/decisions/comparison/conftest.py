"""The record that the tests of comparing begin with."""

import pytest

from decisions.states.stages import Stage
from tests.factories import fresh, make_record


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.COMMIT, **{"class": "standard"})


@pytest.fixture
def record(kept):
    return fresh(kept)
