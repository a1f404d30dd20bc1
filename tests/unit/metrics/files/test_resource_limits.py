"""Limits of memory and time while a strange file is read."""

import resource

import pytest

from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import Deadline, limited_memory


def test_too_much_memory_becomes_a_refusal_and_the_limit_is_lifted_again():
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(Unreadable, match="more memory than it may have"):
        with limited_memory(200_000_000):
            bytearray(400_000_000)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(400_000_000)) == 400_000_000


def test_the_limit_is_lifted_whoever_ends_last():
    before = resource.getrlimit(resource.RLIMIT_AS)
    first, second = limited_memory(), limited_memory()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert resource.getrlimit(resource.RLIMIT_AS) != before
    second.__exit__(None, None, None)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_what_fits_is_let_through():
    with limited_memory(200_000_000):
        assert len(bytearray(1_000_000)) == 1_000_000


def test_time_runs_out_with_words():
    Deadline(60).check()
    with pytest.raises(Unreadable, match="longer than 0 minutes"):
        Deadline(-1).check()
