"""The window's languages: which there are, and their translations out of `assets/translations`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "translations"


class Language(StrEnum):
    """What the window speaks; each but the first is the name of a translation."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"
    CHINESE = "zh_CN"
    HINDI = "hi"


# what a language is called in itself: whoever looks for it may read no other
NAMES = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
    Language.CHINESE: "简体中文",
    Language.HINDI: "हिन्दी",
}


def spoken(choice: Language, locale: QLocale | None = None) -> Language:
    """Return the language of a choice; of `SYSTEM` the first of the system's that there is, else English.

    Args:
        choice: what a person has set.
        locale: the system's by default.
    """
    if choice is not Language.SYSTEM:
        return choice
    for wanted in (locale or QLocale.system()).uiLanguages():
        name = wanted.replace("_", "-").partition("-")[0]
        if name == "zh":
            return Language.CHINESE
        if name in NAMES:
            return Language(name)
    return Language.ENGLISH


def install_translations(application: QCoreApplication, choice: Language) -> Language:
    """Let the window and Qt's own dialogs speak a language from now on, and return it.

    What is shown already stays as it is, so this comes before the window.
    """
    language = spoken(choice)
    QLocale.setDefault(QLocale(str(language)))
    places = (("facelens", FOLDER), ("qtbase", Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))))
    for name, folder in places:
        translator = QTranslator(application)
        if translator.load(f"{name}_{language}.qm", str(folder)):
            application.installTranslator(translator)
    return language
