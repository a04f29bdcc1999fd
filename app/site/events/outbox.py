"""What is to be told and has not arrived yet: on disk, in order, bounded; a thread for each receiver."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inference.errors import FaceLensError, SinkError

from .messages import Event

log = logging.getLogger(__name__)

# events that wait for one receiver; of more the oldest are let go
MOST_WAITING = 100_000
# the pause after a first failure, and the longest; each is twice the one before, less up to a quarter by chance
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
# an event that is refused, not missed, is tried so often
REFUSALS = 8
# events that wait in memory while the disk takes none
_MOST_IN_MEMORY = 1000
_NAME = "events.db"


class DeliveryError(FaceLensError):
    """An event could not be delivered.

    Args:
        message: why.
        is_refusal: the receiver is there and does not want it: there is no use in trying for ever.
    """

    def __init__(self, message: str, *, is_refusal: bool = False) -> None:
        super().__init__(message)
        self.is_refusal = is_refusal


class Sender(Protocol):
    """Delivers events to one receiver, from one thread."""

    def send(self, event: Event) -> None:
        """Deliver an event, and return once the receiver has it.

        Raises:
            DeliveryError: it has not arrived for certain; it may have all the same.
        """
        ...

    def close(self) -> None: ...


@dataclass(slots=True)
class DeliveryState:
    """How the delivery to one receiver goes.

    Attributes:
        name: of the receiver, without passwords.
        delivered: events that have arrived.
        waiting: those that have not.
        lost: those that were refused, or let go since too many waited.
        failure: why the last attempt failed; None where it did not.
    """

    name: str
    delivered: int = 0
    waiting: int = 0
    lost: int = 0
    failure: str | None = None


class Outbox:
    """The events that wait for their receivers; a context manager. `put` may be called from any thread.

    An event is on disk when `put` returns, and leaves it once its receiver has it: whatever ends the process, it is
    delivered at least once, and in the order of its receiver.

    Args:
        folder: of the spool; it is made where it is missing.
        most_waiting: events that wait for one receiver.
        first_pause_s: seconds after a first failure until the next attempt.

    Raises:
        SinkError: the spool can't be written, or another process has it.
    """

    def __init__(self, folder: Path, *, most_waiting: int = MOST_WAITING, first_pause_s: float = FIRST_PAUSE_S) -> None:
        self._most_waiting, self._first_pause_s = most_waiting, first_pause_s
        self._lock = threading.RLock()
        self._lanes: dict[str, _Lane] = {}
        self._unwritten: list[tuple[str, Event]] = []
        self._lost_in_memory = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._path = folder / _NAME
            self._database = sqlite3.connect(self._path, check_same_thread=False, timeout=0.2, isolation_level=None)
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS waiting (number INTEGER PRIMARY KEY AUTOINCREMENT, receiver TEXT NOT NULL, "
                "id TEXT NOT NULL, body BLOB NOT NULL, text TEXT NOT NULL)"
            )
            self._database.execute("CREATE INDEX IF NOT EXISTS by_receiver ON waiting (receiver, number)")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise SinkError(
                    f"another process delivers the events in {folder}: give each site a spool of its own"
                ) from error
            raise SinkError(f"events can't be kept in {folder}: {error}") from error
        except (OSError, sqlite3.Error) as error:
            raise SinkError(f"events can't be kept in {folder}: {error}") from error

    def serve(self, receivers: Mapping[str, tuple[str, Callable[[], Sender]]]) -> None:
        """Deliver to these receivers from now on; those that were there before and are no more are left.

        Args:
            receivers: by address, which is not written anywhere: a name without passwords, and what opens a sender.
        """
        with self._lock:
            gone = [self._lanes.pop(address) for address in list(self._lanes) if address not in receivers]
            for address, (name, open_sender) in receivers.items():
                if address not in self._lanes:
                    lane = _Lane(self, _key(address), name, open_sender, self._first_pause_s)
                    lane.state.waiting = self._count(lane.key)
                    self._lanes[address] = lane
                    lane.start()
        for lane in gone:
            lane.stop()
        self._forget_strangers()

    def put(self, address: str, event: Event) -> None:
        """Hand over an event for a receiver; one of those of `serve`."""
        with self._lock:
            lane = self._lanes.get(address)
            if lane is None:
                return
            self._unwritten.append((lane.key, event))
            lane.state.waiting += 1
            self._write()
        lane.wake()

    def states(self) -> list[DeliveryState]:
        """Return how the deliveries go."""
        with self._lock:
            return [lane.state for lane in self._lanes.values()]

    def wait_until_empty(self, timeout_s: float) -> bool:
        """Wait until everything has arrived; return False where it has not in time."""
        deadline = time.monotonic() + timeout_s
        while any(state.waiting for state in self.states()):
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
        return True

    def close(self) -> None:
        """End the delivery; what has not arrived stays on disk."""
        with self._lock:
            lanes = list(self._lanes.values())
            self._write()
        for lane in lanes:
            lane.stop()
        for lane in lanes:
            lane.join()
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._database.close()

    def __enter__(self) -> Outbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- for the lanes -----------------------------------------------------------------------------

    def first(self, key: str) -> tuple[int, Event] | None:
        """Return the event that has waited longest for a receiver."""
        with self._lock:
            self._write()
            try:
                row = self._database.execute(
                    "SELECT number, id, body, text FROM waiting WHERE receiver = ? ORDER BY number LIMIT 1", (key,)
                ).fetchone()
            except sqlite3.Error as error:
                log.warning("waiting events can't be read: %s", error)
                return None
            return None if row is None else (row[0], Event(*row[1:]))

    def remove(self, number: int, lane: _Lane) -> bool:
        """Let go of an event that has arrived, or never will; return False where the disk does not allow it yet."""
        with self._lock:
            try:
                gone = self._database.execute("DELETE FROM waiting WHERE number = ?", (number,)).rowcount
            except sqlite3.Error as error:
                log.warning("an event that has arrived can't be removed from the spool: %s", error)
                return False
            lane.state.waiting -= gone  # it may have been let go meanwhile
            return True

    def _write(self) -> None:
        """Write down what has been handed over; what the disk does not take stays in memory, if there is room."""
        if not self._unwritten:
            return
        rows = [(key, event.id, event.body, event.text) for key, event in self._unwritten]
        try:
            with self._database:
                self._database.executemany("INSERT INTO waiting (receiver, id, body, text) VALUES (?, ?, ?, ?)", rows)
                for key in {key for key, _ in self._unwritten}:
                    self._bound(key)
        except sqlite3.Error as error:
            log.warning("events can't be written down: %s", error)
            lost = self._unwritten[: max(0, len(self._unwritten) - _MOST_IN_MEMORY)]
            for key, _ in lost:
                self._count_lost(key, 1)
            del self._unwritten[: len(lost)]
        else:
            self._unwritten.clear()

    def _bound(self, key: str) -> None:
        surplus = self._count(key) - self._most_waiting
        if surplus > 0:
            self._database.execute(
                "DELETE FROM waiting WHERE number IN "
                "(SELECT number FROM waiting WHERE receiver = ? ORDER BY number LIMIT ?)",
                (key, surplus),
            )
            self._count_lost(key, surplus)

    def _count_lost(self, key: str, count: int) -> None:
        for lane in self._lanes.values():
            if lane.key == key:
                lane.state.lost += count
                lane.state.waiting -= count

    def _count(self, key: str) -> int:
        row = self._database.execute("SELECT count(*) FROM waiting WHERE receiver = ?", (key,)).fetchone()
        return int(row[0])

    def _forget_strangers(self) -> None:
        """Let go of events for receivers that are no longer in the site file."""
        with self._lock:
            keys = [lane.key for lane in self._lanes.values()]
            places = ",".join("?" * len(keys))
            with contextlib.suppress(sqlite3.Error):
                gone = self._database.execute(f"DELETE FROM waiting WHERE receiver NOT IN ({places})", keys).rowcount
                if gone > 0:
                    log.warning(
                        "%d events waited for receivers that are no longer in the site file; they are let go", gone
                    )


class _Lane:
    """The thread that delivers to one receiver."""

    def __init__(
        self, outbox: Outbox, key: str, name: str, open_sender: Callable[[], Sender], first_pause_s: float
    ) -> None:
        self.key = key
        self.state = DeliveryState(name)
        self._outbox, self._open_sender, self._first_pause_s = outbox, open_sender, first_pause_s
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._sender: Sender | None = None
        # a daemon: a receiver that hangs must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name="facelens-deliver", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """Let the thread end after what is on its way."""
        self._stopped.set()
        self._woken.set()

    def join(self) -> None:
        """Wait for the end of the thread, after `stop`."""
        self._thread.join(LONGEST_SEND_S)

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                self._woken.clear()
                waiting = self._outbox.first(self.key)
                if waiting is None:
                    self._woken.wait(1.0)
                else:
                    self._deliver(*waiting)
        finally:
            if self._sender is not None:
                self._sender.close()

    def _deliver(self, number: int, event: Event) -> None:
        """Try until the event has arrived, is refused for good, or the delivery ends."""
        pause_s, refusals = self._first_pause_s, 0
        while not self._stopped.is_set():
            try:
                if self._sender is None:
                    self._sender = self._open_sender()
                self._sender.send(event)
            except Exception as error:
                is_refusal = isinstance(error, DeliveryError) and error.is_refusal
                refusals += is_refusal
                self._failed(error)
                if refusals >= REFUSALS:
                    log.warning("%s does not take event %s: %s; it is let go", self.state.name, event.id, error)
                    self.state.lost += 1
                    self._remove(number)
                    return
            else:
                if self.state.failure is not None:
                    log.warning("%s takes events again", self.state.name)
                self.state.failure = None
                self.state.delivered += 1
                self._remove(number)
                return
            self._stopped.wait(pause_s * random.uniform(0.75, 1.0))
            pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)

    def _remove(self, number: int) -> None:
        while not self._outbox.remove(number, self) and not self._stopped.wait(1.0):
            pass

    def _failed(self, error: Exception) -> None:
        reason = str(error) or type(error).__name__
        if self.state.failure is None:
            log.warning("%s takes no events: %s; trying again", self.state.name, reason)
        self.state.failure = reason


# a sender gives up after this time at the latest; `stop` waits for no longer
LONGEST_SEND_S = 12.0


def _key(address: str) -> str:
    """Return what stands for an address on disk, where its passwords should not be."""
    return hashlib.sha256(address.encode()).hexdigest()[:32]
