"""Matplotlib figures as SVG that takes its colours and letters from the page around it."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...plot_style import PLAIN_STYLE

# stand-ins that no other colour is equal to; the page's stylesheet says what they look like by day and by night
INK, MUTED, LINE = "#010a01", "#010a02", "#010a03"
SERIES = ("#010b01", "#010b02", "#010b03", "#010b04", "#010b05", "#010b06")
_VARIABLES = {INK: "var(--ink)", MUTED: "var(--muted)", LINE: "var(--line)"} | {
    colour: f"var(--series-{number})" for number, colour in enumerate(SERIES, 1)
}

_STYLE: Any = PLAIN_STYLE | {
    "svg.fonttype": "none",
    "svg.hashsalt": "facelens",
    "font.size": 10.0,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "grid.color": LINE,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
}


@contextmanager
def plain_style() -> Iterator[None]:
    """Set thin lines, no box, colours that stand in for the page's, for the time in which a figure is drawn."""
    with rc_context(_STYLE):
        yield


def new_figure(width: float, height: float, columns: int = 1, share_y: bool = False) -> tuple[Figure, list[Axes]]:
    """Return a figure of so many inches and a row of axes; it belongs to no window."""
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(1, columns, squeeze=False, sharey=share_y)
    return figure, list(axes[0])


def to_svg(figure: Figure, name: str, alt: str) -> Markup:
    """Return an inline `<svg>`; safe to put into a page, since matplotlib escapes what it draws.

    Args:
        figure: drawn inside `plain_style`.
        name: told apart from all others on the page; put before the drawing's ids.
        alt: what there is to see, for those who can't.
    """
    with rc_context(_STYLE), warnings.catch_warnings():
        file = io.BytesIO()
        # the page brings letters of its own, for names in any script
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(
            file, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None, "Creator": None}
        )
    text = file.getvalue().decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(href="#|url\(#)', rf"\g<1>{name}-", text)
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    # the page's own letters; sizes stay
    text = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1; font-family: inherit", text)
    text = re.sub(r"font-family: '[^;\"]*", "font-family: inherit", text)
    width, height = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', text).groups()  # type: ignore[union-attr]
    text = text.replace(f'width="{width}pt" height="{height}pt"', Markup('role="img" aria-label="{}"').format(alt), 1)
    text = text.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace("xlink:href", "href")
    text = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    return Markup(text.strip())
