"""The handlers by which a command ends in order are its own: what others set stays, and goes back to what it was."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from tj.cli.guard import end_in_order

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs signals as POSIX has them")
BOTH = (signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _as_in_a_new_process() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in BOTH}
    for number in BOTH:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", BOTH)
def test_being_told_to_end_is_as_ctrl_c_until_it_is_set_back(number: signal.Signals) -> None:
    set_back = end_in_order()
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), number)
    set_back()
    assert signal.getsignal(number) is signal.SIG_DFL


def test_what_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    set_back = end_in_order()
    os.kill(os.getpid(), signal.SIGHUP)
    set_back()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_what_a_command_sets_itself_is_not_taken_away() -> None:
    def own(*_: object) -> None:
        pass

    set_back = end_in_order()
    signal.signal(signal.SIGTERM, own)
    set_back()
    assert signal.getsignal(signal.SIGTERM) is own


def test_in_another_thread_it_changes_nothing() -> None:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(end_in_order()()))
    thread.start()
    thread.join()
    assert results == [None]
    assert [signal.getsignal(number) for number in BOTH] == [signal.SIG_DFL] * 2
