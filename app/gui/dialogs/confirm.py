"""Questions before something is lost."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QMessageBox, QWidget


def confirmed(window: QWidget, question: str, yes: str, no: str | None = None) -> bool:
    """Ask, and return whether a person agrees.

    Args:
        window: the question's owner.
        question: what is about to happen.
        yes: the button that lets it happen, a verb.
        no: the button that leaves everything as it is; Return and Esc choose it. None for "Cancel".
    """
    box = QMessageBox(QMessageBox.Icon.Question, "FaceLens", question, parent=window)
    stay = box.addButton(no or QCoreApplication.translate("Confirm", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is agreed
