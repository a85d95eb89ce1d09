"""Signals that wait."""

from __future__ import annotations

import signal
import threading

import pytest

from evaluator.batch.interrupt import Interrupted, Interruptions


def test_outside_held_work_a_signal_interrupts_at_once():
    with Interruptions(), pytest.raises(Interrupted) as caught:
        signal.raise_signal(signal.SIGINT)
    assert caught.value.exit_code == 130


def _work(*numbers: signal.Signals, done: list[str]) -> None:
    with Interruptions() as interruptions, interruptions.held():
        for number in numbers:
            signal.raise_signal(number)
        done.append("work")


def test_held_work_is_finished_first():
    done: list[str] = []
    with pytest.raises(Interrupted) as caught:
        _work(signal.SIGTERM, done=done)
    assert done == ["work"]
    assert caught.value.exit_code == 143


def test_a_second_signal_does_not_wait():
    done: list[str] = []
    with pytest.raises(Interrupted):
        _work(signal.SIGINT, signal.SIGINT, done=done)
    assert done == []


def test_an_interruption_counts_as_one_by_the_keyboard():
    assert issubclass(Interrupted, KeyboardInterrupt)


def test_handlers_are_put_back():
    before = signal.getsignal(signal.SIGINT)
    with Interruptions():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_other_threads_are_left_alone():
    seen: list[object] = []

    def run() -> None:
        with Interruptions() as interruptions, interruptions.held():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
