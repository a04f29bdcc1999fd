"""The window in its languages: everything is translated, and what is put in later keeps its place."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QCoreApplication, QLocale, QTranslator
from PyQt6.QtGui import QFontDatabase

from app.gui.languages import NAMES, Language, install_translations, spoken
from app.gui.preferences import Preferences
from app.gui.widgets.people_panel import describe
from inference.types import Attributes

from .conftest import faces_of, truncated

SCRIPTS = {
    Language.CHINESE: QFontDatabase.WritingSystem.SimplifiedChinese,
    Language.HINDI: QFontDatabase.WritingSystem.Devanagari,
}
SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "translations.py"
TRANSLATED = [str(language) for language in NAMES if language is not Language.ENGLISH]


def load_script():
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = load_script()
MESSAGES = translations.messages()


def placeholders(text: str) -> Counter[str]:
    """What of a text is filled in, and what has to stay: counts, fields, endings of files, the mark of a menu's key."""
    fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    return Counter([*fields, *re.findall(r"%L?n|\*\.\w+|;;|…$", text), *re.findall(r"&(?=\w)", text)])


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_the_window_says_is_translated(language):
    translated = translations.read(language)
    assert [text for text in MESSAGES if not all(translated.get(text, [""]))] == []
    assert set(translated) == set(MESSAGES)  # and nothing that it says no longer is kept


def test_only_what_is_written_out_is_handed_to_the_translator():
    """A text that is put together or looked up is collected by nobody, and stays English."""
    handed_on = [
        f"{path.name}:{call.lineno}"
        for path in sorted(translations.WINDOW.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in ("tr", "_tr")
        and not (path.name == "actions.py" and ast.unparse(call) in ("tr(label)", "tr(tip)"))
        and not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert handed_on == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_what_is_filled_in(language):
    wrong = [
        (text, form)
        for (_, text), forms in translations.read(language).items()
        for form in forms
        if placeholders(form) != placeholders(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_counts_have_the_forms_of_the_language(language):
    counted = {key: forms for key, forms in translations.read(language).items() if translations.is_counted(key[1])}
    assert counted
    assert {len(forms) for forms in counted.values()} == {translations.FORMS.get(language, 2)}


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_the_built_files_are_those_of_the_sources(qapp, speaking, language):
    speaking(Language(language))
    for (context, text), forms in translations.read(language).items():
        if translations.is_counted(text):
            built = {
                QCoreApplication.translate(context, text, "", count).replace(str(count), "%Ln") for count in (1, 7)
            }
            assert built == set(forms), text
        else:
            assert QCoreApplication.translate(context, text) == forms[0]


@pytest.fixture
def speaking(qapp):
    """Let everything speak a language until the end of the test."""
    before = QLocale()
    yield lambda language: install_translations(qapp, language)
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)


def test_a_choice_is_spoken_and_else_what_the_system_speaks():
    assert spoken(Language.HINDI, QLocale("de_AT")) is Language.HINDI
    for system, language in (("de_AT", "de"), ("zh_CN", "zh_CN"), ("pt_BR", "en"), ("es_MX", "es")):
        assert spoken(Language.SYSTEM, QLocale(system)) == language


def test_a_window_speaks_the_language_of_its_settings(make_window, store, speaking):
    speaking(Language.GERMAN)
    window = make_window()
    assert window.actions_.open_file.text() == "Datei &öffnen…"
    assert window.menuBar().actions()[0].text() == "&Datei"
    window.actions_.preferences.trigger()
    box = window._preferences_dialog.controls["language"]
    box.setCurrentIndex(box.findData(Language.FRENCH))
    assert store.load().language is Language.FRENCH
    assert Preferences().language is Language.SYSTEM


@pytest.mark.parametrize("language", NAMES)
def test_each_language_fits_a_small_window(make_window, speaking, clip, qtbot, until, language):
    if QFontDatabase.families(SCRIPTS.get(language, QFontDatabase.WritingSystem.Latin)) == []:
        pytest.skip("no font for this language: what stands in for its letters is wider than they are")
    speaking(language)
    window = make_window()
    window.resize(800, 600)
    for target in ("", clip):
        if target:
            window.open(target)
            until(lambda: faces_of(window) > 0)
        for tab in (window.actions_.charts, window.actions_.everybody, window.actions_.people):
            tab.trigger()
            qtbot.wait(50)
            assert (window.width(), window.height()) == (800, 600)
            assert truncated(window) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.ENGLISH, ("Female", "White", "Gender unsure")),
        (Language.GERMAN, ("Weiblich", "Weiß", "Geschlecht unsicher")),
    ],
)
def test_classes_are_called_by_the_names_of_the_language(speaking, language, words):
    speaking(language)
    age, gender, ethnicity = (
        np.full(101, 1 / 101, "f4"),
        np.array([0.1, 0.9], "f4"),
        np.array([0.96, 0.04, 0, 0, 0], "f4"),
    )
    sure = Attributes(age, gender, ethnicity)
    unsure = replace(sure, gender_probs=np.array([0.5, 0.5], "f4"))
    assert describe(sure, frozenset()) == f"{words[0]} 90% · {words[1]} 96%"
    assert describe(unsure, frozenset({"ethnicity"})) == words[2]


def test_each_language_calls_itself_by_its_own_name():
    assert set(NAMES) == set(Language) - {Language.SYSTEM}
    assert len(set(NAMES.values())) == len(NAMES)
