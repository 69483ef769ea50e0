import signal

import pytest

from r4v_analysis.render.execution import environment as surroundings


def test_a_ctrl_c_that_something_swallows_is_raised_again(monkeypatch):
    monkeypatch.setattr(surroundings, "_ending", [])
    surroundings.require_going()
    for number, error in ((signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)):
        with pytest.raises(error):
            surroundings._raise(number, None)
        with pytest.raises(error):
            surroundings.require_going()


def test_a_second_ctrl_c_does_not_end_what_stops_a_run():
    before = signal.getsignal(signal.SIGINT)
    with surroundings.undisturbed():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
