"""Messages in the window name what stands in the window."""

from __future__ import annotations

import re

import pytest

from app.gui.labels import message_of
from app.gui.playback.file_job import FileJob
from app.gui.widgets.banner import Level
from inference.errors import FIELD_NAMES, EngineError, FaceLensError, UsageError
from inference.outputs import Outputs
from inference.settings import AnalysisSettings, DisplaySettings

from .conftest import SETTINGS


def test_a_setting_is_called_as_in_the_settings_dialog():
    with pytest.raises(UsageError) as error:
        AnalysisSettings(min_face_px=-5)
    assert message_of(error.value) == "“Smallest face” must be 0 or more pixels, got -5"


@pytest.mark.parametrize("field", FIELD_NAMES)
def test_no_message_names_a_flag(field):
    message = message_of(FaceLensError(f"something is wrong with {{{field}}}", field=field))
    assert not re.search(r"--\w|python -m", message)
    assert "{" not in message


def test_a_plain_message_stays_as_it_is():
    assert message_of(FaceLensError("a {brace} of 100 %")) == "a {brace} of 100 %"


def test_the_banner_says_why_an_engine_can_not_be_had_in_the_windows_words(make_window, until):
    def open_pipeline(settings):
        raise EngineError("no GPU answers here; use {engine} cpu", field="engine")

    window = make_window(open_pipeline=open_pipeline)
    until(lambda: bool(window.banner.text))
    assert window.banner.level is Level.ERROR
    assert "use “Engine”: Processor" in window.banner.text


def test_a_file_job_that_can_not_write_names_its_own_check_box(clip, kept_pipeline, tmp_path):
    outputs = Outputs(export=str(tmp_path / "table.xls"))
    job = FileJob(clip, SETTINGS, DisplaySettings(), outputs, lambda settings: kept_pipeline)
    job.start()
    job.join(60)
    assert job.state().failure.startswith("“Table (CSV)” writes .csv")
