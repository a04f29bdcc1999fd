"""What is dropped or picked, as something to open."""

from __future__ import annotations

from PyQt6.QtCore import QMimeData, QUrl

from app.gui.dialogs.open import dropped_names, target_of


def test_images_together_are_a_set_and_anything_else_is_the_first():
    assert target_of([]) is None
    assert target_of(["a.mp4", "b.jpg"]) == "a.mp4"
    assert target_of(["a.jpg"]) == "a.jpg"
    assert target_of(["a.jpg", "b.PNG"]) == ("a.jpg", "b.PNG")


def test_drops_of_files_addresses_and_text():
    data = QMimeData()
    data.setUrls([QUrl("rtsp://192.0.2.7/door"), QUrl.fromLocalFile("/films/a b.mp4")])
    assert dropped_names(data) == ["rtsp://192.0.2.7/door", "/films/a b.mp4"]
    text = QMimeData()
    text.setText(" http://192.0.2.7/a.mp4\n")
    assert dropped_names(text) == ["http://192.0.2.7/a.mp4"]
    assert dropped_names(None) == []
