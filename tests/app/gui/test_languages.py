"""The window in its languages: everything is translated, and what is put in later keeps its place."""

from __future__ import annotations

import importlib.util
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from PyQt6.QtCore import QCoreApplication, QLocale, QTranslator

from app.gui.languages import NAMES, Language, install_translations, spoken
from app.gui.preferences import Preferences

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


def test_each_language_calls_itself_by_its_own_name():
    assert set(NAMES) == set(Language) - {Language.SYSTEM}
    assert len(set(NAMES.values())) == len(NAMES)
