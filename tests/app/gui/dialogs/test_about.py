"""The notice of the first start, and About."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QLabel, QPushButton, QScrollArea

from app.gui.dialogs import about as about_module
from app.gui.dialogs.about import AboutDialog
from app.gui.preferences import Preferences
from tests.inference.made_card import CARD


def words_of(dialog: AboutDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_notice_says_how_wrong_by_group(qtbot, monkeypatch, tmp_path):
    card = tmp_path / "card.json"
    card.write_text(json.dumps(CARD))
    monkeypatch.setattr(about_module, "DEFAULT_MODEL", card.with_suffix(".onnx"))
    for first in (True, False):
        about = AboutDialog(is_first_start=first)
        qtbot.addWidget(about)
        words = words_of(about)
        assert "off by 4.6 years: by 1.9 for people aged 0–4, by 8.1 for people aged 70–100" in words
        assert "gender is wrong for 6 in 100" in words
        assert "Nothing leaves this computer" in words
    assert "held-out faces" in words
    assert "20.0" not in words


@pytest.mark.parametrize("card", [None, "", "[]", '{"metrics": 7}', '{"metrics": {"overall": {"faces": "many"}}}'])
def test_a_card_without_figures_leaves_the_rest(qtbot, monkeypatch, tmp_path, card):
    if card is not None:
        (tmp_path / "card.json").write_text(card)
    monkeypatch.setattr(about_module, "DEFAULT_MODEL", tmp_path / "card.onnx")
    about = AboutDialog()
    qtbot.addWidget(about)
    assert "Errors differ between groups" in words_of(about)


def test_the_notice_is_shown_until_it_was_read(make_window, store):
    store.save(Preferences())
    window = make_window()
    window.show_notice()
    (notice,) = window.findChildren(AboutDialog)
    assert notice.isVisible()
    notice.accept()
    assert store.load().has_read_notice
    notice.setParent(None)
    window.show_notice()
    assert window.findChildren(AboutDialog) == []


def test_a_bug_report_has_versions_and_engine_and_no_names(window, until):
    until(lambda: "cpu" in window.status.text.lower())
    window.actions_.about.trigger()
    (about,) = window.findChildren(AboutDialog)
    (copy,) = [one for one in about.findChildren(QPushButton) if one.text() == "Copy for a bug report"]
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert re.search(r"FaceLens \d+\.\d+\.\d+, Python 3", copied)
    assert re.search(r"Qt 6\S* .*onnxruntime \d", copied)
    assert "Engine: onnxruntime-cpu" in copied
    assert str(Path.home()) not in copied


def test_the_table_of_errors_needs_no_sideways_scrolling(qtbot):
    about = AboutDialog()
    qtbot.addWidget(about)
    about.show()
    (scroll,) = about.findChildren(QScrollArea)
    assert scroll.widget().width() <= scroll.viewport().width()
