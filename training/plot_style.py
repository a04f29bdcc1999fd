"""The matplotlib style that the plots of reports and comparisons share."""

from __future__ import annotations

from typing import Any

# keys are those of matplotlib's rcParams; its stubs want a literal of each, hence Any
PLAIN_STYLE: Any = {
    "text.parse_math": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
}
