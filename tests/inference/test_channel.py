"""Items pass between two threads in order, and either side can end it."""

from __future__ import annotations

import threading

import pytest

from inference.channel import Handover


def in_thread(target, *args) -> threading.Thread:
    thread = threading.Thread(target=target, args=args)
    thread.start()
    return thread


def test_all_items_arrive_in_order_through_a_short_queue():
    handover = Handover[int](2)

    def produce():
        for number in range(200):
            assert handover.put(number)
        handover.finish()

    producer = in_thread(produce)
    assert list(handover) == list(range(200))
    producer.join()
    assert handover.dropped == 0


def test_a_producer_that_is_ahead_waits():
    handover = Handover[int](3)
    put = threading.Semaphore(0)

    def produce():
        for number in range(5):
            handover.put(number)
            put.release()
        handover.finish()

    producer = in_thread(produce)
    for _ in range(3):
        assert put.acquire(timeout=10)
    assert not put.acquire(timeout=0.2), "a fourth item was taken although three are waiting"
    items = iter(handover)
    assert next(items) == 0
    assert put.acquire(timeout=10)
    assert list(items) == [1, 2, 3, 4]
    producer.join()


def test_newest_wins_and_drops_are_counted():
    handover = Handover[int](1, newest_wins=True)
    for number in range(5):
        assert handover.put(number)
    handover.finish()
    assert list(handover) == [4]
    assert handover.dropped == 4


def test_the_producers_failure_comes_after_the_items_before_it():
    handover = Handover[int](4)
    failure = RuntimeError("the disk is gone")
    handover.put(1)
    handover.put(2)
    handover.finish(failure)
    items = iter(handover)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(RuntimeError) as raised:
        next(items)
    assert raised.value is failure


def test_a_refusal_frees_a_waiting_producer_and_leaves_what_is_waiting():
    handover = Handover[int](1)
    assert handover.put(1)
    answers: list[bool] = []
    producer = in_thread(lambda: answers.append(handover.put(2)))
    first, second = RuntimeError("first"), RuntimeError("second")
    handover.refuse(first)
    handover.refuse(second)
    producer.join()
    handover.finish()
    assert answers == [False]
    assert handover.refusal is first
    assert list(handover) == [1]


def test_the_stop_event_ends_a_wait_and_leaves_items_alone():
    stop = threading.Event()
    handover = Handover[int](2, stop=stop)
    taken: list[int] = []
    consumer = in_thread(lambda: taken.extend(handover))
    stop.set()
    consumer.join()
    assert handover.stopped

    handover = Handover[int](2, stop=stop)
    handover.put(1)
    assert list(handover) == []
    assert handover.stopped


def test_a_stop_after_the_end_is_no_interruption():
    stop = threading.Event()
    handover = Handover[int](2, stop=stop)
    handover.put(1)
    handover.finish()
    items = iter(handover)
    assert next(items) == 1
    stop.set()
    assert list(items) == []
    assert not handover.stopped
