"""Ways to damage a file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Mutation = Callable[[bytearray, np.random.Generator], bytearray]

# numbers that programs trip over, as big-endian bytes
_ODD_NUMBERS = (b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\x00\x00\x00\x01")
_MOST_AT_ONCE = 4


def mutate(data: bytes, rng: np.random.Generator) -> bytes:
    """Return the bytes with one to four kinds of damage.

    Args:
        data: a whole file.
        rng: decides what is done, and where.
    """
    damaged = bytearray(data)
    for _ in range(int(rng.integers(1, _MOST_AT_ONCE + 1))):
        mutation = MUTATIONS[int(rng.integers(len(MUTATIONS)))]
        damaged = mutation(damaged, rng)
    return bytes(damaged)


def _place(data: bytearray, rng: np.random.Generator) -> int:
    """Return an index; a third of the time one near the beginning, where headers are."""
    near = rng.random() < 1 / 3
    return int(rng.integers(max(1, min(len(data), 512) if near else len(data))))


def _part(data: bytearray, rng: np.random.Generator) -> slice:
    """Return a part that is likely short."""
    start = _place(data, rng)
    return slice(start, start + max(1, int(len(data) * rng.random() ** 4 / 2)))


def _flip_bits(data: bytearray, rng: np.random.Generator) -> bytearray:
    for _ in range(int(rng.integers(1, 30))):
        if data:
            data[_place(data, rng)] ^= 1 << int(rng.integers(8))
    return data


def _scratch(data: bytearray, rng: np.random.Generator) -> bytearray:
    """Put random bytes over parts, as a scratch on a disk does."""
    for _ in range(int(rng.integers(1, 12))):
        part = slice(start := _place(data, rng), start + int(rng.integers(1, 64)))
        data[part] = rng.bytes(len(data[part]))
    return data


def _odd_number(data: bytearray, rng: np.random.Generator) -> bytearray:
    """Put a number over four bytes that is likely out of range."""
    start = _place(data, rng)
    part = slice(start, min(start + 4, len(data)))
    number = _ODD_NUMBERS[int(rng.integers(len(_ODD_NUMBERS)))]
    data[part] = (number if rng.random() < 0.5 else number[::-1])[: len(data[part])]
    return data


def _cut_off(data: bytearray, rng: np.random.Generator) -> bytearray:
    return data[: int(rng.integers(len(data) + 1))]


def _cut_out(data: bytearray, rng: np.random.Generator) -> bytearray:
    del data[_part(data, rng)]
    return data


def _repeat(data: bytearray, rng: np.random.Generator) -> bytearray:
    part = _part(data, rng)
    return data[: part.stop] + data[part] + data[part.stop :]


def _blank(data: bytearray, rng: np.random.Generator) -> bytearray:
    """Put zeros over a part, as a download that reserved its room does."""
    part = _part(data, rng)
    data[part] = bytes(len(data[part]))
    return data


def _exchange(data: bytearray, rng: np.random.Generator) -> bytearray:
    """Exchange two parts."""
    first, second = sorted((_place(data, rng), _place(data, rng)))
    size = min(int(rng.integers(1, 4096)), second - first, len(data) - second)
    here, there = slice(first, first + size), slice(second, second + size)
    data[here], data[there] = data[there], data[here]
    return data


def _insert(data: bytearray, rng: np.random.Generator) -> bytearray:
    start = _place(data, rng)
    return data[:start] + rng.bytes(int(rng.integers(1, 300))) + data[start:]


def _append_itself(data: bytearray, rng: np.random.Generator) -> bytearray:
    """Splice the file to itself."""
    return data + data[_place(data, rng) :]


MUTATIONS: tuple[Mutation, ...] = (
    _flip_bits, _scratch, _odd_number, _cut_off, _cut_out, _repeat, _blank, _exchange, _insert, _append_itself,
)  # fmt: skip
