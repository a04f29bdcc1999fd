"""The one-slot hand-off."""

from __future__ import annotations

import threading

from app.gui.playback.latest import LatestSlot


def test_the_newest_item_wins_and_the_others_are_counted():
    box: LatestSlot[int] = LatestSlot()
    assert [box.put(number) for number in range(5)] == [True, False, False, False, False]
    assert box.take() == 4
    assert box.take() is None
    assert box.dropped == 4
    assert box.put(5) is True


def test_a_reader_waits_for_an_item():
    box: LatestSlot[str] = LatestSlot()
    got: list[str | None] = []
    reader = threading.Thread(target=lambda: got.append(box.wait()))
    reader.start()
    box.put("here")
    reader.join(10)
    assert got == ["here"]


def test_waking_a_reader_takes_nothing_away():
    box: LatestSlot[str] = LatestSlot()
    box.wake()
    assert box.wait() is None
    box.wake()
    box.put("here")
    assert box.wait() == "here"


def test_writers_are_never_held_up_and_nothing_is_lost_twice():
    box: LatestSlot[int] = LatestSlot()
    taken: list[int] = []

    def read() -> None:
        while (item := box.wait()) != 9999:
            if item is not None:
                taken.append(item)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(10_000):
        box.put(number)
    reader.join(10)
    assert not reader.is_alive()
    assert taken == sorted(set(taken))
    assert len(taken) + 1 + box.dropped == 10_000
