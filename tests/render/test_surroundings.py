import signal

import pytest

from r4v_analysis.render.execution import environment


def test_a_ctrl_c_that_something_swallows_is_raised_again(monkeypatch):
    monkeypatch.setattr(environment, "_ending", [])
    environment.require_going()
    for number, error in ((signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)):
        with pytest.raises(error):
            environment._raise(number, None)
        with pytest.raises(error):
            environment.require_going()


def test_a_second_ctrl_c_does_not_end_what_stops_a_run():
    before = signal.getsignal(signal.SIGINT)
    with environment.undisturbed():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
