"""A film that is analysed in the background: what is known is shown, counted and exported; nothing is dropped."""

from __future__ import annotations

import csv
import os
import threading
from dataclasses import replace

import pytest

from app.gui.playback import film_analysis
from inference.errors import SourceError
from inference.film import Relabel, Remove
from inference.outputs import Outputs
from inference.settings import AnalysisSettings, DisplaySettings
from inference.sinks import open_sinks
from inference.sources import open_source
from inference.types import SourceInfo, SourceKind

from ..conftest import CLIP_FRAMES, faces_of, index_of, is_whole


@pytest.fixture
def headless(clip, kept_pipeline, tmp_path):
    """The table and the people that a headless run finds in the clip."""
    path = tmp_path / "headless.csv"
    with open_source(clip) as source:
        sinks = open_sinks(source.info, DisplaySettings(), Outputs(export=str(path)))
        kept_pipeline.reset()
        kept_pipeline.run(source, sinks)
        people = kept_pipeline.facts().people
    return list(csv.DictReader(path.read_text().splitlines())), len(people.persons)


def test_a_whole_film_counts_and_exports_what_a_headless_run_does(analysing, clip, until, headless, tmp_path):
    rows, people = headless
    window = analysing()
    window.open(clip)
    until(lambda: is_whole(window))
    session = window.controller.session
    assert session.statistics().people == people == 1
    assert session.statistics().frames == CLIP_FRAMES
    assert session.part() is None
    session.export(str(tmp_path / "window.csv"), DisplaySettings())
    found = list(csv.DictReader((tmp_path / "window.csv").read_text().splitlines()))
    assert len(found) == len(rows)
    for mine, theirs in zip(found, rows, strict=True):
        numbers = {"age", "age_p10", "age_p90", "gender_score", "ethnicity_score"}
        assert {k: v for k, v in mine.items() if k not in numbers} == {
            k: v for k, v in theirs.items() if k not in numbers
        }
        assert float(mine["age"]) == pytest.approx(float(theirs["age"]), abs=0.11)


def test_what_the_film_knows_is_shown_at_once_after_any_jump_with_the_same_number(analysing, clip, until):
    window = analysing()
    window.open(clip)
    until(lambda: is_whole(window))
    window.sources.pause()
    analysed = []
    pipeline = window.controller._analyser._pipeline
    window.controller._analyser._pipeline = None  # nothing can be analysed any more
    for position in (1.6, 0.2, 1.0, 0.2):
        window.controller.seek(position)
        until(lambda position=position: index_of(window) == round(position * 25) and faces_of(window) == 1)
        analysed.append(window.view.rendered.result.faces[0])
    assert {(face.person_id, face.track_id) for face in analysed} == {(1, 1)}
    window.controller._analyser._pipeline = pipeline


def test_a_paused_frame_is_shown_as_corrected(analysing, clip, until):
    window = analysing()
    window.open(clip)
    until(lambda: is_whole(window))
    window.sources.pause()
    until(lambda: faces_of(window) == 1)
    films = window.controller.films
    said = window.view.rendered.result.faces[0].attributes.gender
    other = "male" if said == "female" else "female"
    films.correct(Relabel(1, "gender", ("male", "female").index(other)))
    until(lambda: window.view.rendered.result.faces[0].attributes.gender == other)
    films.correct(Remove(1))
    until(lambda: faces_of(window) == 0)
    assert window.controller.session.statistics().people == 0
    films.undo()
    films.undo()
    until(lambda: faces_of(window) == 1 and window.view.rendered.result.faces[0].attributes.gender == said)


def test_protecting_faces_makes_a_film_that_was_searched_everywhere_and_it_serves_without_as_well(
    analysing, clip, until
):
    window = analysing()
    window.open(clip)
    until(lambda: is_whole(window))
    first = window.controller.films.film
    window.toggles["privacy"].trigger()
    assert window.controller.films.film is not first
    until(lambda: is_whole(window))
    second = window.controller.films.film
    assert second.settings.search_everywhere
    window.sources.pause()
    window.controller.seek(1.0)
    until(lambda: index_of(window) == 25 and faces_of(window) == 1)
    assert window.view.rendered.is_searched
    assert not window.view.rendered.is_covered
    window.toggles["privacy"].trigger()
    # one that was searched everywhere serves also where nothing is protected
    assert window.controller.films.film is second


def test_nothing_begins_while_it_is_switched_off_and_the_switch_holds_what_has_begun(analysing, clip, until, qtbot):
    window = analysing()
    window.toggles["film"].trigger()
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    assert window.controller.films.film is None
    assert not window.preferences.is_film_analysed
    window.toggles["film"].trigger()
    until(lambda: is_whole(window))


def test_a_paused_analysis_stands_still_and_goes_on(analysing, clip, until, qtbot):
    window = analysing()
    films = window.controller.films
    window.open(clip)
    films.pause(True)
    films.changed.connect(lambda: None)
    until(lambda: films.film is not None and len(films.film) > 0)
    before = len(films.film)
    qtbot.wait(400)
    assert len(films.film) - before <= 8  # those that were on their way
    assert not films.film.is_whole
    films.pause(False)
    until(lambda: is_whole(window))


def test_closing_ends_the_analysis_and_forgets_the_film(analysing, clip, until):
    window = analysing()
    window.open(clip)
    until(lambda: window.controller.films.film is not None)
    window.actions_.close_source.trigger()
    assert window.controller.films.film is None
    window.open(clip)
    until(lambda: is_whole(window))


def test_live_sources_have_no_film(analysing, until):
    window = analysing()
    window.controller.films.opened("rtsp://x", 1, SourceInfo("x", SourceKind.STREAM))
    assert not window.controller.films.is_running


def test_a_fault_of_the_analysis_is_told_and_the_video_goes_on(
    analysing, clip, until, monkeypatch, background_pipeline
):
    window = analysing()
    said: list[str] = []
    window.controller.films.failed.connect(said.append)

    def broken(*_: object, **__: object) -> None:
        raise SourceError("the disk is gone")

    monkeypatch.setattr(background_pipeline, "run", broken)
    window.open(clip)
    until(lambda: bool(said))
    assert "the disk is gone" in said[0]
    until(lambda: faces_of(window) == 1)


def test_the_threads_of_the_analysis_give_way(analysing, clip, until, monkeypatch):
    asked = []
    monkeypatch.setattr(film_analysis.os, "setpriority", lambda *args: asked.append((threading.current_thread(), args)))
    window = analysing()
    window.open(clip)
    until(lambda: is_whole(window))
    ((thread, (which, _, niceness)),) = asked
    assert (thread.name, which, niceness > 0) == ("facelens-film", os.PRIO_PROCESS, True)


def test_models_are_loaded_once_for_all_files(store, make_window, clip, until, kept_pipeline, background_pipeline):
    asked: list[AnalysisSettings] = []

    def open_pipeline(settings):
        asked.append(settings)
        return background_pipeline if settings.keep_best_looks else kept_pipeline

    store.save(replace(store.load(), is_film_analysed=True))
    window = make_window(open_pipeline=open_pipeline)
    for _ in range(2):
        window.open(clip)
        until(lambda: is_whole(window))
    assert [settings.keep_best_looks for settings in asked] == [False, True]
    assert window.controller.films.film.people.persons[0].best.jpeg is not None
