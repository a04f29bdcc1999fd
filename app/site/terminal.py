"""What a site says on the terminal: messages, and a line for each source that is drawn anew where that can be done."""

from __future__ import annotations

import json
import logging
import shutil
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from .events.outbox import DeliveryState
from .states import Activity, SourceState

# how often states are printed where they can't be drawn anew
_EVERY_S = 30.0
_APP, _INFERENCE = logging.getLogger("app"), logging.getLogger("inference")


class Terminal(logging.Handler):
    """Shows messages and states on stderr; a context manager.

    Args:
        is_quiet: errors only.
        is_json: a JSON object per line, for machines.
    """

    def __init__(self, *, is_quiet: bool, is_json: bool) -> None:
        super().__init__(logging.ERROR if is_quiet else logging.INFO)
        self._is_json, self._is_quiet = is_json, is_quiet
        self._is_drawn = sys.stderr.isatty() and not is_json and not is_quiet
        self._lines: list[str] = []
        self._printed_at = -_EVERY_S
        self._drawing = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Print a message."""
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        if self._is_json:
            self._print_json({"level": record.levelname.lower(), "message": text})
            return
        time_of_day = datetime.now().astimezone().strftime("%H:%M:%S")
        with self._drawing:
            self._erase()
            print(f"{time_of_day}  {text}", file=sys.stderr)
            self._draw()

    def show(
        self,
        sources: Sequence[SourceState],
        deliveries: Sequence[DeliveryState],
        store: str = "",
        *,
        at_once: bool = False,
    ) -> None:
        """Show how it goes: drawn anew on a terminal, now and then as lines elsewhere.

        Args:
            sources: their states.
            deliveries: those of the receivers of events.
            store: what is to be said of the store; empty for nothing.
            at_once: print the lines also where it is not yet time.
        """
        if self._is_quiet:
            return
        told = [store] if store else []
        if self._is_drawn:
            width = shutil.get_terminal_size().columns - 1
            lines = [line[:width] for line in (*_table(sources), *map(_delivery_line, deliveries), *told)]
            with self._drawing:
                self._erase()
                self._lines = lines
                self._draw()
            return
        if not at_once and time.monotonic() - self._printed_at < _EVERY_S:
            return
        self._printed_at = time.monotonic()
        if self._is_json:
            for state in sources:
                self._print_json(_as_json(state))
            for delivery in deliveries:
                self._print_json(_delivery_as_json(delivery))
            for words in told:
                self._print_json({"store": words})
        else:
            for line in (*_table(sources), *map(_delivery_line, deliveries), *told):
                print(line, file=sys.stderr)

    def leave_states(self) -> None:
        """Let the states stand as they were drawn last."""
        with self._drawing:
            self._lines = []

    def __enter__(self) -> Terminal:
        self._before = {logger: logger.level for logger in (_APP, _INFERENCE)}
        for logger in self._before:
            logger.addHandler(self)
        _APP.setLevel(logging.INFO)
        _INFERENCE.setLevel(logging.WARNING)
        return self

    def __exit__(self, *_: object) -> None:
        for logger, level in self._before.items():
            logger.removeHandler(self)
            logger.setLevel(level)

    def _erase(self) -> None:
        if self._lines:
            sys.stderr.write(f"\x1b[{len(self._lines)}F\x1b[J")

    def _draw(self) -> None:
        if self._lines:
            sys.stderr.write("\n".join(self._lines) + "\n")
        sys.stderr.flush()

    def _print_json(self, content: dict[str, object]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._drawing:
            print(json.dumps({"time": now, **content}, ensure_ascii=False), file=sys.stderr, flush=True)


def _table(sources: Sequence[SourceState]) -> list[str]:
    """Return a line for each source, the names in one column."""
    width = max((len(state.name) for state in sources), default=0)
    return [f"{state.name:{width}}  {_line(state)}" for state in sources]


def _line(state: SourceState) -> str:
    words = [f"{state.activity:7}"]
    if state.activity is Activity.RUNNING:
        age = "" if state.staleness_s is None else f", {1000 * state.staleness_s:.0f} ms old"
        words.append(f"{state.fps:.1f} fps{age}, {counted(state.people, 'person', 'people')} in view")
    words.append(counted(state.visits, "visit", "visits"))
    words += [f"{name} {count}" for name, count in (state.counts or {}).items()]
    if state.dropped:
        words.append(f"{state.dropped:,} frames passed over")
    if state.reason:
        words.append(state.reason)
    return "  ".join(words)


def _delivery_line(state: DeliveryState) -> str:
    lost = f", {state.lost:,} lost" if state.lost else ""
    failure = f": {state.failure}" if state.failure else ""
    return f"events to {state.name}: {state.delivered:,} delivered, {state.waiting:,} waiting{lost}{failure}"


def _as_json(state: SourceState) -> dict[str, object]:
    return {
        "level": "info",
        "source": state.name,
        "state": str(state.activity),
        "reason": state.reason,
        "fps": round(state.fps, 2),
        "staleness_s": None if state.staleness_s is None else round(state.staleness_s, 3),
        "people": state.people,
        "visits": state.visits,
        "frames": state.frames,
        "dropped": state.dropped,
        "counts": dict(state.counts or {}),
    }


def _delivery_as_json(state: DeliveryState) -> dict[str, object]:
    return {
        "level": "info",
        "receiver": state.name,
        "delivered": state.delivered,
        "waiting": state.waiting,
        "lost": state.lost,
        "failure": state.failure,
    }


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
