"""Everything that is read, or that carries a meaning, stands out from what lies behind it (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from app.gui.widgets import theme
from app.gui.widgets.theme import DARK, LIGHT, Colors
from inference.overlay.palette import contrast, swatch_of

GROUNDS = ("window", "surface", "raised", "hover")
TEXTS = ("text", "muted", "accent", "error", "warning", "success")
GRAPHICS = ("edge", "accent", "male", "female")


def bgr(color: str) -> tuple[int, int, int]:
    blue, green, red = (int(color[at : at + 2], 16) for at in (5, 3, 1))
    return blue, green, red


def between(colors: Colors, one: str, other: str) -> float:
    return contrast(bgr(getattr(colors, one)), bgr(getattr(colors, other)))


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground(colors):
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(level, f"{level}_ground") for level in ("error", "warning", "success")]
    pairs += [("text", f"{level}_ground") for level in ("error", "warning", "success")]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("muted", "line"), ("text", "stage")]
    faint = {pair: value for pair in pairs if (value := between(colors, *pair)) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_what_carries_a_meaning_can_be_seen(colors):
    pairs = [(what, ground) for what in GRAPHICS for ground in GROUNDS]
    pairs += [("accent", "line")]  # the part of a film that was played, and that of a job that is done
    faint = {pair: round(value, 2) for pair in pairs if (value := between(colors, *pair)) < 3}
    assert faint == {}


def test_whatever_can_be_typed_into_or_ticked_has_an_edge_that_is_seen():
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"\$\{?(\w+)\}?", r"\1", theme._STYLE.template))
    for kind in ("QLineEdit", "QComboBox", "QAbstractSpinBox", "QPlainTextEdit", "QListWidget", "QCheckBox::indicator"):
        borders = [
            found[1]
            for selectors, body in rules
            if kind in {one.strip() for one in selectors.split(",")}
            and (found := re.search(r"border: 1px solid (\w+)", body))
        ]
        assert borders == ["edge"], kind


@pytest.mark.parametrize("number", range(1, 15))
def test_a_persons_number_is_readable_though_it_is_faded(number):
    swatch = swatch_of(number)
    assert contrast(swatch.faded_text, swatch.fill) >= 4.5


def test_the_palettes_hold_colours_only():
    for colors in (LIGHT, DARK):
        assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in asdict(colors).values())
