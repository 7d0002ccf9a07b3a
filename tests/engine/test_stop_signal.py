"""A process that is asked to end ends, whatever it is doing at that moment."""

import signal
import subprocess
import sys
import threading

import pytest

from engine.stop_signal import Alarm, StopSignal
from tests.processes import SOURCES

ASKS_ITSELF = """
import os, signal, threading
from engine.stop_signal import StopSignal
stop = StopSignal()
stop.on_signals()
threading.Timer(0.0, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
while not stop.is_set():
    stop.wait(0.0001)
print("ended")
"""


@pytest.mark.parametrize("time", range(5))
def test_a_signal_in_the_middle_of_waiting_ends_the_wait(time: int) -> None:
    ended = subprocess.run([sys.executable, "-c", ASKS_ITSELF], cwd=SOURCES, capture_output=True, text=True, timeout=20)
    assert ended.stdout == "ended\n", ended.stderr


def test_it_is_set_once_for_good_and_from_any_thread() -> None:
    stop = StopSignal()
    assert not stop.wait(0.01)
    assert not stop.wait(-1), "what is overdue is not waited for"
    threading.Thread(target=stop.set).start()
    assert stop.wait(10) and stop.is_set()
    stop.set()
    assert stop.wait()


def test_the_signals_are_those_people_and_systems_send() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        stop = StopSignal()
        stop.on_signals()
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_an_alarm_is_set_and_cleared_again_and_none_is_lost() -> None:
    alarm = Alarm()
    for _ in range(3):
        assert not alarm.wait(0.01)
        alarm.set()
        alarm.set()
        assert alarm.wait()
        alarm.clear()
    threading.Timer(0.02, alarm.set).start()
    assert alarm.wait(10)
