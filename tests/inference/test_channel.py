"""Items pass between two threads in order, and either side can end it."""

from __future__ import annotations

import threading

import pytest

from inference.channel import Channel


def in_thread(target, *args) -> threading.Thread:
    thread = threading.Thread(target=target, args=args)
    thread.start()
    return thread


def test_all_items_arrive_in_order_through_a_short_queue():
    channel = Channel[int](2)

    def produce():
        for number in range(200):
            assert channel.put(number)
        channel.finish()

    producer = in_thread(produce)
    assert list(channel) == list(range(200))
    producer.join()
    assert channel.dropped == 0


def test_a_producer_that_is_ahead_waits():
    channel = Channel[int](3)
    put = threading.Semaphore(0)

    def produce():
        for number in range(5):
            channel.put(number)
            put.release()
        channel.finish()

    producer = in_thread(produce)
    for _ in range(3):
        assert put.acquire(timeout=10)
    assert not put.acquire(timeout=0.2), "a fourth item was taken although three are waiting"
    items = iter(channel)
    assert next(items) == 0
    assert put.acquire(timeout=10)
    assert list(items) == [1, 2, 3, 4]
    producer.join()


def test_newest_wins_and_drops_are_counted():
    channel = Channel[int](1, newest_wins=True)
    for number in range(5):
        assert channel.put(number)
    channel.finish()
    assert list(channel) == [4]
    assert channel.dropped == 4


def test_the_producers_failure_comes_after_the_items_before_it():
    channel = Channel[int](4)
    failure = RuntimeError("the disk is gone")
    channel.put(1)
    channel.put(2)
    channel.finish(failure)
    items = iter(channel)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(RuntimeError) as raised:
        next(items)
    assert raised.value is failure


def test_a_refusal_frees_a_waiting_producer_and_leaves_what_is_waiting():
    channel = Channel[int](1)
    assert channel.put(1)
    answers: list[bool] = []
    producer = in_thread(lambda: answers.append(channel.put(2)))
    first, second = RuntimeError("first"), RuntimeError("second")
    channel.cancel(first)
    channel.cancel(second)
    producer.join()
    channel.finish()
    assert answers == [False]
    assert channel.cancellation is first
    assert list(channel) == [1]


def test_the_stop_event_ends_a_wait_and_leaves_items_alone():
    stop = threading.Event()
    channel = Channel[int](2, stop=stop)
    taken: list[int] = []
    consumer = in_thread(lambda: taken.extend(channel))
    stop.set()
    consumer.join()
    assert channel.stopped

    channel = Channel[int](2, stop=stop)
    channel.put(1)
    assert list(channel) == []
    assert channel.stopped


def test_a_stop_after_the_end_is_no_interruption():
    stop = threading.Event()
    channel = Channel[int](2, stop=stop)
    channel.put(1)
    channel.finish()
    items = iter(channel)
    assert next(items) == 1
    stop.set()
    assert list(items) == []
    assert not channel.stopped
