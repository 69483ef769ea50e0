"""A block without collections leaves the collector as it found it, an error or not."""

import gc

import pytest

from r4v_analysis.render.garbage import uncollected


@pytest.fixture(autouse=True)
def collector():
    yield
    gc.enable()


def test_cycles_are_looked_for_again_after_the_block():
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_leaves_the_collector_on():
    with pytest.raises(ValueError), uncollected():
        raise ValueError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
