"""Models that load, change, fail and give way while a video plays; threads that end."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from PyQt6.QtWidgets import QAbstractButton

from inference.errors import ModelError
from inference.pipeline import Pipeline
from inference.sources import open_source
from tests.conftest import SHARED_THREADS

from ..conftest import SETTINGS, faces_of, index_of


def test_other_models_are_loaded_while_the_video_goes_on(make_window, tiny_network, clip, until):
    asked = []

    def open_pipeline(settings):
        asked.append(settings)
        return Pipeline(settings, tiny_network)

    window = make_window(open_pipeline=open_pipeline)
    window.open(clip)
    window.toggles["loop"].trigger()
    until(lambda: faces_of(window) == 1)
    number = window.view.rendered.result.faces[0].track_id
    analysis = replace(window.preferences.analysis, tracking=False)
    window.set_preferences(replace(window.preferences, analysis=analysis))
    until(lambda: faces_of(window) == 1 and window.view.rendered.result.faces[0].track_id is None)
    window.set_preferences(replace(window.preferences, analysis=replace(analysis, tracking=True)))
    until(lambda: faces_of(window) == 1 and window.view.rendered.result.faces[0].track_id is not None)
    assert window.view.rendered.result.faces[0].track_id > number  # never the number of somebody else
    assert [settings.tracking for settings in asked] == [True, False, True]


@pytest.mark.parametrize(("min_face_px", "search_px"), [(40.0, 20.0), (20.0, None)])
def test_protecting_faces_searches_everywhere_and_for_those_that_are_too_small_to_be_shown(
    make_window, kept_pipeline, until, store, min_face_px, search_px
):
    asked = []

    def open_pipeline(settings):
        asked.append((settings.search_px, settings.search_everywhere))
        return kept_pipeline

    store.save(replace(store.load(), analysis=replace(SETTINGS, min_face_px=min_face_px)))
    window = make_window(open_pipeline=open_pipeline)
    until(lambda: len(asked) == 1)
    window.toggles["privacy"].trigger()
    until(lambda: asked == [(None, False), (search_px, True)])


def test_a_missing_model_leaves_the_video_playing_and_says_so(make_window, clip, until, tmp_path):
    window = make_window(open_pipeline=lambda settings: Pipeline(settings, tmp_path / "absent.onnx"))
    until(lambda: "absent" in window.banner.text)
    assert "No analysis" in window.status.text
    window.open(clip)
    until(lambda: index_of(window) > 5)
    assert faces_of(window) == -1


def test_an_altered_model_can_be_tried_again(make_window, kept_pipeline, clip, until):
    tries = []

    def open_pipeline(settings):
        tries.append(settings)
        if len(tries) == 1:
            raise ModelError("the file is altered")
        return kept_pipeline

    window = make_window(open_pipeline=open_pipeline)
    until(lambda: "altered" in window.banner.text)
    (button,) = [one for one in window.banner.findChildren(QAbstractButton) if one.text() == "Try again"]
    button.click()
    window.open(clip)
    until(lambda: faces_of(window) == 1)


def test_a_fault_while_loading_is_shown_and_the_video_plays(make_window, clip, until):
    from app.gui.dialogs.crash import CrashDialog

    def open_pipeline(settings):
        raise AttributeError("a library has changed")

    window = make_window(open_pipeline=open_pipeline)
    window.open(clip)
    until(lambda: index_of(window) > 5)
    assert "a library has changed" in window.findChild(CrashDialog).details


def test_a_fault_in_the_analysis_shows_its_details_and_the_video_goes_on(make_window, kept_pipeline, clip, until):
    from app.gui.dialogs.crash import CrashDialog

    class Faulty:
        close, reset, facts = kept_pipeline.close, kept_pipeline.reset, kept_pipeline.facts

        def load(self): ...

        def process(self, frame, *, live=False):
            raise ZeroDivisionError("nobody foresaw this")

    window = make_window(open_pipeline=lambda settings: Faulty())
    window.open(clip)
    until(lambda: window.findChild(CrashDialog) is not None)
    details = window.findChild(CrashDialog).details
    assert "ZeroDivisionError: nobody foresaw this" in details
    assert "in process" in details
    until(lambda: index_of(window) > 5)
    assert len(window.findChildren(CrashDialog)) == 1


def test_an_engine_that_gives_way_while_it_runs_is_shown(make_window, kept_pipeline, clip, until):
    from inference.sinks import RunFacts

    class TwoEngines:
        process, close, reset = kept_pipeline.process, kept_pipeline.close, kept_pipeline.reset
        now = RunFacts(engine="onnxruntime-cuda")

        def load(self): ...

        def facts(self):
            return self.now

    pipeline = TwoEngines()
    window = make_window(open_pipeline=lambda settings: pipeline)
    window.toggles["loop"].trigger()
    window.open(clip)
    until(lambda: "onnxruntime-cuda" in window.status.text)
    pipeline.now = RunFacts(engine="onnxruntime-cpu", engine_reason="the graphics card has run out of memory")
    until(lambda: "onnxruntime-cpu" in window.status.text)
    assert "out of memory" in window.status.engine_reason
    assert "out of memory" in window.banner.text


def assert_closes_soon(window, left_open: set[threading.Thread]) -> None:
    started = time.monotonic()
    window.close()
    assert time.monotonic() - started < 2.0
    assert not [thread for thread in set(threading.enumerate()) - left_open if thread.name.startswith("facelens")]


def test_closing_while_it_plays_ends_all_threads(playing):
    # those of the pipeline that the tests share
    shared = {t for t in threading.enumerate() if t.name.startswith(SHARED_THREADS)}
    assert_closes_soon(playing, shared)


def test_closing_while_models_load(make_window, tiny_network):
    before = set(threading.enumerate())
    window = make_window(open_pipeline=lambda settings: Pipeline(settings, tiny_network))
    assert_closes_soon(window, before)


def test_closing_while_a_source_is_being_opened_does_not_wait_for_it(make_window, until, clip):
    release, asked = threading.Event(), threading.Event()

    def open_target(target):
        asked.set()
        release.wait(20)
        return open_source(clip)

    window = make_window(open_target=open_target)
    window.open("rtsp://127.0.0.1:9/never")
    until(asked.is_set)
    started = time.monotonic()
    window.close()
    assert time.monotonic() - started < 2.5
    release.set()
