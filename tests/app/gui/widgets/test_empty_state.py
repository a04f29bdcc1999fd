"""Names as they are shown."""

from __future__ import annotations

from app.gui.widgets.empty_state import short_name


def test_passwords_are_not_shown():
    assert short_name("rtsp://me:secret@192.0.2.7/door") == "rtsp://192.0.2.7/door"
    assert short_name("http://192.0.2.7/door?pwd=secret") == "http://192.0.2.7/door?pwd=***"
    assert short_name("/films/a b.mp4") == "a b.mp4"
