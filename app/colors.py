"""The colours of the window and of the server's page; one accent colour, everything else is quiet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colors:
    """One theme's palette, `#rrggbb`.

    Attributes:
        window, surface, raised, hover: grounds, from the deepest to the one under the pointer.
        stage: behind the image.
        line: between areas.
        edge: around what can be typed into, pressed or ticked; 3 : 1 or more on all grounds that it stands on.
        text, muted: what is read first, and what is read second; 4.5 : 1 or more on all grounds.
        accent, accent_hover, on_accent: the one colour that asks for attention, and text on it.
        error, warning, success: with `error_ground` and so on as the ground of a banner.
        male, female: the two series of the age chart.
    """

    window: str
    surface: str
    raised: str
    hover: str
    stage: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    error: str
    error_ground: str
    warning: str
    warning_ground: str
    success: str
    success_ground: str
    male: str
    female: str


LIGHT = Colors(
    window="#f4f4f7",
    surface="#ffffff",
    raised="#ffffff",
    hover="#ebebf1",
    stage="#e6e6ec",
    line="#dcdce4",
    edge="#85858f",
    text="#1c1c24",
    muted="#5d5d6b",
    accent="#5546d6",
    accent_hover="#4638bd",
    on_accent="#ffffff",
    error="#b3261e",
    error_ground="#fdeceb",
    warning="#7a4d00",
    warning_ground="#fff4dc",
    success="#136c43",
    success_ground="#e4f6ed",
    male="#5546d6",
    female="#c06a14",
)
DARK = Colors(
    window="#131318",
    surface="#1a1a21",
    raised="#24242d",
    hover="#2e2e39",
    stage="#0c0c10",
    line="#2c2c36",
    edge="#7b7b89",
    text="#ededf2",
    muted="#a0a0b0",
    accent="#9d92ff",
    accent_hover="#b3aaff",
    on_accent="#14121f",
    error="#ffb4ab",
    error_ground="#3b1b1a",
    warning="#ffd58a",
    warning_ground="#372a12",
    success="#8fe0b5",
    success_ground="#15301f",
    male="#9d92ff",
    female="#f0a955",
)
