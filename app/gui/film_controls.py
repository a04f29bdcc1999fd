"""The film of the open file: from actions, timeline and gallery to what is known of it, and back to what is shown."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
from PyQt6.QtCore import QObject, QTimer
from PyQt6.QtWidgets import QFileDialog, QWidget

from inference.errors import FaceLensError
from inference.film import FILM_ENDING, AgeCourse, Film, open_film, read_header, save_film
from inference.settings import EVERYTHING, Privacy, Selection
from inference.types import SourceInfo

from .actions import Actions, connect
from .background import Background
from .labels import message_of
from .playback.controller import Controller
from .playback.marks import Marks
from .playback.player import Target
from .preferences import Preferences
from .source_controls import SourceControls
from .widgets.banner import Banner, Level
from .widgets.side_panel import SidePanel
from .widgets.timeline import Timeline, TimelineFacts
from .widgets.transport_bar import TransportBar, part_words
from .widgets.video_view import VideoView

_EVERY_MS = 700


class FilmControls(QObject):
    """Shows timeline and gallery of the open file, corrects it, saves its analysis and opens it again.

    Args:
        window: the dialogs' owner.
        controller: plays and analyses.
        actions: those for films are connected here.
        sources: goes to a time.
        view, panel, timeline, transport: what is on the screen.
        banner: says what came of it.

    Attributes:
        marks: the chosen part of the file.
        preferences: what is shown.
    """

    def __init__(
        self,
        window: QWidget,
        controller: Controller,
        actions: Actions,
        sources: SourceControls,
        *,
        view: VideoView,
        panel: SidePanel,
        timeline: Timeline,
        transport: TransportBar,
        banner: Banner,
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._films, self._sources = window, controller, controller.films, sources
        self._view, self._panel, self._timeline, self._banner = view, panel, timeline, banner
        self._actions, self._transport = actions, transport
        self._background = Background(self)
        self.marks = Marks(self)
        self.preferences = Preferences()
        self._person: int | None = None
        # a visit of the person whose page is open
        self._visit_on_page: int | None = None
        self._shown: tuple[object, ...] = ()
        # chosen as soon as a source is there
        self._part_to_choose = EVERYTHING
        gallery = panel.people.gallery
        connect(
            (actions.save_analysis, self.save),
            (actions.open_analysis, self._ask_and_open),
            (actions.undo, self._films.undo),
            (actions.redo, self._films.redo),
            (actions.mark_start, lambda: self._mark(self.marks.set_start)),
            (actions.mark_end, lambda: self._mark(self.marks.set_end)),
            (actions.mark_nothing, self.marks.clear),
        )
        self._films.changed.connect(self.update)
        self.marks.changed.connect(self._show_marks)
        sources.changed.connect(self._begin)
        sources.closed.connect(self._end)
        controller.frame_rendered.connect(self._follow)
        timeline.seek_asked.connect(sources.seek_to)
        timeline.pause_asked.connect(self._films.pause)
        panel.time_chosen.connect(self._jump)
        panel.range_chosen.connect(self._choose_part)
        gallery.jump_asked.connect(self._jump)
        gallery.corrected.connect(self._films.correct)
        gallery.person_chosen.connect(self._choose)
        gallery.opened.connect(self.show_person)
        gallery.save.setDefaultAction(actions.export_people)
        page = panel.people.page
        page.jump_asked.connect(self._jump)
        page.corrected.connect(self._films.correct)
        page.step_asked.connect(self._step_to_person)
        page.undo.setDefaultAction(actions.undo)
        panel.people.left.connect(self._leave_page)
        panel.people.in_view.opened.connect(self.show_person)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.update)
        self._show_marks()

    def join(self, deadline: float) -> None:
        """Wait until everything is written, until `time.monotonic()` reaches `deadline` at most."""
        self._timer.stop()
        self._background.join(deadline)

    # --- following what is open ----------------------------------------------------------------

    def _begin(self, info: SourceInfo | None) -> None:
        self.marks.clear()
        self._person = None
        self._shown = ()
        if info is not None:
            self._timer.start()
            part, self._part_to_choose = self._part_to_choose, EVERYTHING
            if part.has_times:
                self._choose_part(part.start_s, part.end_s)
        self.update()

    def _end(self) -> None:
        self._timer.stop()
        self.update()

    def _follow(self) -> None:
        """Move the playhead."""
        rendered, info = self._view.rendered, self._sources.info
        if rendered is None or info is None:
            return
        frame = rendered.captured.frame
        self._timeline.set_position(frame.timestamp_s if info.has_time else float(frame.index))

    def update(self) -> None:
        """Bring timeline, gallery and actions up to date."""
        film, info = self._films.film, self._sources.info
        corrections = film.corrections if film is not None else None
        self._actions.undo.setEnabled(corrections is not None and corrections.can_undo)
        self._actions.redo.setEnabled(corrections is not None and corrections.can_redo)
        can_save = film is not None and film.is_whole and info is not None and info.path is not None
        self._actions.save_analysis.setEnabled(can_save and info is not None and info.has_time)
        # who is who is known in the end
        self._actions.export_people.setEnabled(
            film is not None and (film.is_whole or film.is_full) and info is not None
        )
        has_marks = info is not None and info.is_seekable and info.has_time
        for action in (self._actions.mark_start, self._actions.mark_end, self._actions.mark_nothing):
            action.setEnabled(has_marks)
        self._show_timeline(film, info)
        self._show_gallery(film, info)

    def _show_timeline(self, film: Film | None, info: SourceInfo | None) -> None:
        if info is None or info.is_live or not info.is_seekable:
            self._timeline.show_facts(None)
            return
        length = (info.duration_s if info.has_time else float((info.frame_count or 1) - 1)) or 0.0
        if film is None:
            self._timeline.show_facts(TimelineFacts(length, info.has_time))
            return
        people = film.people
        statistics = self._controller.session.statistics_of_film()
        facts = TimelineFacts(
            max(length, (film.known or (0.0, 0.0))[1]),
            info.has_time,
            film.known,
            film.is_whole,
            _visits(film),
            statistics.times_s if statistics is not None else np.empty(0),
            statistics.people_over_time if statistics is not None else np.empty(0),
            self._note(film, info, len(people.persons) if people is not None else None),
        )
        is_running = self._films.is_running
        self._timeline.show_facts(facts, is_paused=self._films.is_paused, is_running=is_running)

    def _note(self, film: Film, info: SourceInfo, people: int | None) -> str:
        counted = "" if people is None else self._count_words(people)
        if self.marks.are_any:
            return self.tr("Part: {part}").format(part=part_words(self.marks.selection))
        if film.is_whole:
            return counted
        if film.is_full:
            return self.tr("{people}, memory full").format(people=counted)
        share = len(film) / info.frame_count if info.frame_count else 0.0
        return self.tr("{share} analysed").format(share=f"{min(0.99, share):.0%}")

    def _count_words(self, people: int) -> str:
        return self.tr("1 person") if people == 1 else self.tr("{n} people").format(n=f"{people:,}")

    def _show_gallery(self, film: Film | None, info: SourceInfo | None) -> None:
        display = self.preferences.display
        people = film.people if film is not None else None
        shown = (id(film), film.version if film is not None else 0, display, info is None)
        if shown == self._shown:
            return
        self._shown = shown
        has_time = info is None or info.has_time
        self._panel.people.gallery.show_people(people, display.hide, display.privacy, has_time=has_time)
        self._panel.people.in_view.set_known(
            frozenset(one.person_id for one in people.persons) if people else frozenset()
        )
        self._update_page(film, has_time=has_time)

    # --- people ---------------------------------------------------------------------------------

    def _jump(self, position: float) -> None:
        self._sources.pause()
        self._sources.seek_to(position)

    def _choose(self, person: int | None) -> None:
        self._person = person
        self._timeline.highlight(person)

    def show_person(self, number: int) -> None:
        """Show all about a person; nothing happens where nobody has this number."""
        film = self._films.film
        people = film.people if film is not None else None
        person = next((one for one in people.persons if one.person_id == number), None) if people else None
        if film is None or person is None:
            return
        self._visit_on_page = person.visits[0].track_id
        self._panel.people.gallery.choose({number})
        self._choose(number)
        self._update_page(film, has_time=film.info.has_time)
        self._panel.people.show_page()

    def _update_page(self, film: Film | None, *, has_time: bool) -> None:
        """Show whoever the visit belongs to by now; where that is nobody any more, go back to everybody."""
        if self._visit_on_page is None:
            return
        people = film.people if film is not None else None
        number = people.person_of_track.get(self._visit_on_page) if people is not None else None
        person = next((one for one in people.persons if one.person_id == number), None) if people else None
        tab, display = self._panel.people, self.preferences.display
        if film is None or person is None:
            tab.page.show_person(None, (), AgeCourse.nothing(), display.hide, display.privacy)
            if tab.is_page_shown:
                tab.show_everybody()
            return
        course = film.course_of_ages(person.person_id)
        listed = tab.gallery.model.persons
        tab.page.show_person(person, listed, course, display.hide, display.privacy, has_time=has_time)

    def _step_to_person(self, step: int) -> None:
        person, listed = self._panel.people.page.person, self._panel.people.gallery.model.persons
        numbers = [one.person_id for one in listed]
        if person is not None and numbers:
            place = numbers.index(person.person_id) if person.person_id in numbers else -1
            self.show_person(numbers[(place + step) % len(numbers)])

    def _leave_page(self) -> None:
        self._visit_on_page = None

    # --- marks ----------------------------------------------------------------------------------

    def _mark(self, mark: Callable[[float], None]) -> None:
        rendered = self._view.rendered
        if rendered is not None:
            mark(rendered.captured.frame.timestamp_s)

    def _choose_part(self, start_s: float, end_s: float | None) -> None:
        info = self._sources.info
        if info is not None and info.is_seekable and info.has_time:
            self.marks.clear()
            if start_s > 0:
                self.marks.set_start(start_s)
            if end_s is not None:
                self.marks.set_end(end_s)

    def _show_marks(self) -> None:
        marks = self.marks
        self._timeline.set_marks(marks.start_s, marks.end_s)
        self._transport.set_marks(marks.start_s, marks.end_s)
        self._controller.set_part(marks.selection)
        self.update()

    # --- saving and opening ---------------------------------------------------------------------

    def save(self) -> None:
        """Ask for a file and save the analysis into it."""
        film, info = self._films.film, self._sources.info
        if film is None or info is None or info.path is None:
            return
        suggested = os.path.splitext(info.path)[0] + FILM_ENDING
        kinds = self.tr("Analysis (*{ending})").format(ending=FILM_ENDING)
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save analysis"), suggested, kinds)
        if not path:
            return
        path = path if path.lower().endswith(FILM_ENDING) else path + FILM_ENDING
        keeps_looks = self.preferences.display.privacy is Privacy.NONE

        def say(_: object) -> None:
            self._banner.say(Level.DONE, self.tr("Saved {name}").format(name=os.path.basename(path)))

        self._background.run(lambda: save_film(film, path, keep_looks=keeps_looks), say, self._say_failed)

    def _ask_and_open(self) -> None:
        kinds = self.tr("Analysis (*{ending})").format(ending=FILM_ENDING)
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open analysis"), "", kinds)
        if path:
            self.open(path)

    def open(self, path: str) -> None:
        """Open a saved analysis with its video, which is looked for and asked for where it has moved."""

        def read() -> tuple[Film, str | None]:
            return open_film(path), read_header(path).video(path)

        self._background.run(read, lambda found: self._open_with(path, *found), self._say_failed)

    def _open_with(self, path: str, film: Film, video: str | None) -> None:
        header = read_header(path)
        if video is None:
            title = self.tr("Where is {name}?").format(name=os.path.basename(header.name))
            video, _ = QFileDialog.getOpenFileName(self._window, title, os.path.dirname(path))
            if not video:
                return
            if not header.is_of(video):
                wrong = self.tr("{name} is not the video that was analysed")
                self._banner.say(Level.ERROR, wrong.format(name=os.path.basename(video)))
                return
        self.open_known(video, film)

    def open_known(self, target: Target, film: Film | None, part: Selection = EVERYTHING) -> None:
        """Open a source together with what is known of it, and choose a part of it."""
        self._sources.open(target)
        self._part_to_choose = part
        if film is not None and film.is_whole:
            self._films.give(film)

    def _say_failed(self, error: FaceLensError) -> None:
        self._banner.say(Level.ERROR, message_of(error))


def _visits(film: Film) -> dict[int, list[tuple[float, float]]]:
    """Return from and to of each visit, by person, in the order in which people came."""
    people = film.people
    if people is None:
        return {}
    if film.info.has_time:
        return {one.person_id: [(visit.first_s, visit.last_s) for visit in one.visits] for one in people.persons}
    return {
        one.person_id: [(float(visit.first_frame), float(visit.last_frame)) for visit in one.visits]
        for one in people.persons
    }
