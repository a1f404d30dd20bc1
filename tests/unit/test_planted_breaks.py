"""The faults that tools/planted_breaks.py plants have their place in the code, and their tests exist."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / "tools" / "planted_breaks.py"


@pytest.fixture(scope="module")
def breaks():
    spec = spec_from_file_location("planted_breaks", FILE)
    assert spec
    assert spec.loader
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_thirty_faults_are_there_to_be_planted(breaks):
    assert len(breaks.BREAKS) == 30
    for planted in breaks.BREAKS:
        assert planted.old != planted.new
        breaks.place_of(breaks.ROOT, planted.old)
        for name in planted.tests:
            breaks.test_of(breaks.ROOT, name)
