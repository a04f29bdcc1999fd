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

    Raises:
        ValueError: the factor or the minutes are not above 0.
    """

    rate_factor: float = 1.0
    minutes: float | None = None
    tensorboard: bool = False
    notify: tuple[str, ...] = ()
    stream: bool = False

    def __post_init__(self) -> None:
        for name in ("rate_factor", "minutes"):
            value = getattr(self, name)
            if value is not None and not 0 < value < math.inf:
                raise ValueError(f"{name.replace('_', ' ')} is {value}; expected a number over 0")
