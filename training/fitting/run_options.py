"""How a run is watched and bounded."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is watched and bounded; nothing here belongs to the recipe.

    Attributes:
        rate_factor: the learning rate is multiplied by it from here on.
        minutes: the run is ended after so many; None lets it go to its end.
        tensorboard: write curves for TensorBoard.
        notify: Apprise addresses that get a message at the end.
        stream: read the crops from disk as they are needed, where memory is short.
        processes: that augment the faces, for a GPU that waits for them, reading the crops from disk; 0 leaves it to
            threads of the training process.

    Raises:
        ValueError: the factor or the minutes are not above 0, or there are fewer than 0 processes.
    """

    rate_factor: float = 1.0
    minutes: float | None = None
    tensorboard: bool = False
    notify: tuple[str, ...] = ()
    stream: bool = False
    processes: int = 0

    def __post_init__(self) -> None:
        for name in ("rate_factor", "minutes"):
            value = getattr(self, name)
            if value is not None and not 0 < value < math.inf:
                raise ValueError(f"{name.replace('_', ' ')} is {value}; expected a number over 0")
        if self.processes < 0:
            raise ValueError(f"{self.processes} processes; expected 0 or more")
