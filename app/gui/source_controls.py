"""Opening, playing and closing sources: from menus, keys and drops to the controller, and back to what is shown."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QAbstractButton, QApplication, QWidget

from inference.film import FILM_ENDING
from inference.sources import without_credentials
from inference.types import SourceInfo, SourceKind

from .actions import Actions, connect, set_icon
from .dialogs.jump import JumpDialog
from .dialogs.open import target_of
from .labels import sentence
from .playback.controller import Controller, Rates
from .playback.player import Target
from .widgets.banner import Banner, Level
from .widgets.empty_state import short_name
from .widgets.people_panel import PersonCard
from .widgets.status_bar import StatusBar
from .widgets.theme import Theme
from .widgets.transport_bar import TransportBar, next_speed
from .widgets.video_view import VideoView

_SKIP_S = 5.0
_SHUTTLE_BACK_S = 1.0
_SHUTTLE_SPEEDS = (1.0, 2.0, 4.0)
# where the end is, where nobody knows how long a file is
_FAR_S = 1e6
# a live source that is silent for so long is reported; it counts as gone only some seconds later
_SILENT_S = 2


class SourceControls(QObject):
    """Opens, plays and closes sources; keeps view, transport bar and actions in step with them.

    Args:
        window: Qt's owner.
        controller: plays.
        actions: those that play, step, skip and close are connected here.
        view, transport, banner, status: show what comes of it.
        theme: colours the icon of the play button.

    Attributes:
        info: of the source; None while there is none, or it is still being opened.
        is_playing: the person wants it to play.

    Signals:
        opening(Target): something takes the place of what is open.
        changed(SourceInfo): the source that is open now; None where there is none.
        closed(): nothing is open any more.
        film_chosen(str): a saved analysis is to be opened.
        redrawn(): the image on the screen has changed its look, by other options or by what is known of it by now.
    """

    opening = pyqtSignal(object)
    changed = pyqtSignal(object)
    closed = pyqtSignal()
    film_chosen = pyqtSignal(str)
    redrawn = pyqtSignal()

    def __init__(
        self,
        window: QWidget,
        controller: Controller,
        actions: Actions,
        *,
        view: VideoView,
        transport: TransportBar,
        banner: Banner,
        status: StatusBar,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._controller, self._actions, self._theme = controller, actions, theme
        self._view, self._transport, self._banner, self._status = view, transport, banner, status
        self.info: SourceInfo | None = None
        self.is_playing = False
        self._are_models_settled = False
        self._silent_s = 0
        self._speed = 1.0
        # the seek whose frame is not on the screen yet: its number and where it leads
        self._pending: tuple[int, float] | None = None
        # the banner's message that the source has failed
        self._said = 0
        self._connect()
        self._show_source(None)

    def _connect(self) -> None:
        a, controller = self._actions, self._controller
        connect(
            (a.close_source, self._put_away),
            (a.play, self._play_or_press),
            (a.step_back, lambda: self._step(-1)),
            (a.step_forward, lambda: self._step(1)),
            (a.skip_back, lambda: self._skip(-1)),
            (a.skip_forward, lambda: self._skip(1)),
            (a.to_start, lambda: self.seek_to(0.0)),
            (a.to_end, self._go_to_end),
            (a.jump_to, self._ask_where),
            (a.shuttle_back, lambda: self._move(-_SHUTTLE_BACK_S)),
            (a.shuttle_stop, self._stop),
            (a.shuttle_on, self._play_faster),
            (a.slower, lambda: self._set_speed(next_speed(self._speed, -1))),
            (a.faster, lambda: self._set_speed(next_speed(self._speed, 1))),
        )
        self._transport.seek_asked.connect(self.seek_to)
        self._transport.speed_chosen.connect(self._set_speed)
        controller.opened.connect(self._show_source)
        controller.source_failed.connect(self._show_failure)
        controller.ended.connect(self._show_ended)
        controller.frame_rendered.connect(self._show_frame)
        controller.rates_changed.connect(self._show_rates)
        controller.engine_changed.connect(self._settle_models)
        controller.models_failed.connect(self._settle_models)
        controller.analysis_crashed.connect(self._settle_models)

    # --- opening ------------------------------------------------------------------------------

    def open_names(self, names: list[str]) -> None:
        """Open files or addresses; nothing where there are none."""
        target = target_of([name for name in names if name])
        if isinstance(target, str) and target.lower().endswith(FILM_ENDING):
            self.film_chosen.emit(target)
        elif target is not None:
            self.open(target)

    def open(self, target: Target) -> None:
        """Play something in place of what is playing."""
        self._banner.hide()
        self.opening.emit(target)
        self._controller.session.clear()
        self._view.show_frame(None)
        self._show_source(None)
        self._view.set_message(self.tr("Opening {name}…").format(name=_name_of(target)))
        self._view.setFocus()
        # files wait for the models, so that nobody is missed; what is live is shown at once
        self._controller.open(target, playing=self._are_models_settled)
        self._show_playing(True)

    def close(self) -> None:
        """Stop, and show nothing."""
        self._controller.close_source()
        self._view.show_frame(None)
        self._status.clear()
        self._show_source(None)
        self._show_playing(False)
        self.closed.emit()

    def _put_away(self) -> None:
        """Close what is open, and what was said of it."""
        self._banner.hide()
        self.close()

    def _show_source(self, info: SourceInfo | None) -> None:
        if info is not None and self._banner.level is not Level.DONE:
            self._banner.hide()
        self.info, self._pending = info, None
        is_open, is_live = info is not None, info is not None and info.is_live
        if is_live and self.is_playing:
            self._controller.play(True)
        elif info is not None and not info.has_time:
            self._play(False)  # images are leafed through; they run by themselves for those who press play
        self._view.set_dimmed(False)
        self._transport.set_source(info)
        self._transport.setVisible(is_open)
        a = self._actions
        for action in (
            a.play,
            a.snapshot,
            a.copy_image,
            a.export_table,
            a.export_charts,
            a.new_session,
            a.close_source,
        ):
            action.setEnabled(is_open)
        a.record.setEnabled(info is not None and info.has_time)
        for action in (a.step_back, a.skip_back, a.skip_forward, a.to_start, a.to_end, a.jump_to, a.shuttle_back):
            action.setEnabled(info is not None and info.is_seekable)
        for action in (a.shuttle_stop, a.shuttle_on):
            action.setEnabled(is_open)
        a.step_forward.setEnabled(is_open and not is_live)
        self.changed.emit(info)

    def _show_failure(self, message: str, retrying: bool) -> None:
        target = self._controller.target
        message = sentence(message, *_names_of(target))
        if retrying:
            self._view.set_dimmed(True)
            text = self.tr("{reason}. Trying again…").format(reason=message)
            self._said = self._banner.say(Level.WARNING, text)
            return
        again = None if target is None else partial(self.open, target)
        self._said = self._banner.say(Level.ERROR, message, self.tr("Try again"), again)
        if not self._controller.has_delivered:
            self.close()

    def _show_ended(self) -> None:
        """Nothing follows by itself; of a live source that is news."""
        self._show_playing(False)
        self._transport.show_end()
        if self.info is not None and self.info.is_live and not self._banner.shows(self._said):
            self._view.set_dimmed(True)
            target = self._controller.target
            again = None if target is None else partial(self.open, target)
            text = self.tr("{name} has ended").format(name=short_name(self.info.name))
            self._banner.say(Level.WARNING, text, self.tr("Open again"), again)

    def _settle_models(self, *_: object) -> None:
        """Begin to play: there are no models to wait for any more."""
        if not self._are_models_settled:
            self._are_models_settled = True
            if self.is_playing:
                self._controller.play(True)

    # --- playing ------------------------------------------------------------------------------

    def pause(self) -> None:
        """Stand still."""
        if self.is_playing:
            self._play(False)

    def resume(self) -> None:
        """Play."""
        if not self.is_playing:
            self._play(True)

    def _play(self, playing: bool) -> None:
        self._show_playing(playing)
        self._controller.play(playing)

    def _play_or_press(self) -> None:
        focused = QApplication.focusWidget()
        # whoever tabbed to a button means the button when pressing space; a card has Return
        if isinstance(focused, QAbstractButton) and focused.isEnabled() and not isinstance(focused, PersonCard):
            focused.click()
        else:
            self._play(not self.is_playing)

    def _show_playing(self, is_playing: bool) -> None:
        self.is_playing = is_playing
        self._actions.play.setText(self.tr("&Pause") if is_playing else self.tr("&Play"))
        set_icon(self._actions.play, "pause" if is_playing else "play", self._theme.colors)

    def _step(self, count: int) -> None:
        self._controller.step(count)
        self._show_playing(False)

    def _skip(self, direction: int) -> None:
        if self.info is not None and self.info.kind is SourceKind.STILLS:
            self._step(direction)
        else:
            self._move(direction * _SKIP_S)

    def _move(self, by_s: float) -> None:
        """Go back (below 0) or on from where the last seek leads, or from what is shown: keys add up."""
        rendered = self._view.rendered
        if self._pending is not None:
            self.seek_to(self._pending[1] + by_s)
        elif rendered is not None:
            self.seek_to(rendered.captured.frame.timestamp_s + by_s)

    def seek_to(self, position: float) -> None:
        """Go on at a time in seconds, of stills at an image's number; shown in the slider at once."""
        info = self.info
        if info is None or not info.is_seekable:
            return
        length = (info.duration_s if info.has_time else info.frame_count) or _FAR_S
        position = max(0.0, min(position, length))
        self._pending = self._controller.seek(position), position
        self._transport.set_position(position, None if info.has_time else round(position), exact=not self.is_playing)

    def _go_to_end(self) -> None:
        if self.info is not None:
            last = self.info.duration_s if self.info.has_time else (self.info.frame_count or 1) - 1
            self.seek_to(_FAR_S if last is None else last)

    def _ask_where(self) -> None:
        if self.info is not None:
            dialog = JumpDialog(self.info, self._view)
            dialog.chosen.connect(self.seek_to)
            dialog.open()

    def _stop(self) -> None:
        self._set_speed(1.0)
        self._play(False)

    def _play_faster(self) -> None:
        """Play; where it plays already, twice as fast, up to the fastest."""
        faster = [speed for speed in _SHUTTLE_SPEEDS if speed > self._speed]
        if not self.is_playing:
            self._set_speed(1.0)
            self._play(True)
        elif faster and self.info is not None and not self.info.is_live:
            self._set_speed(faster[0])

    def _set_speed(self, speed: float) -> None:
        self._speed = speed
        self._transport.set_speed(speed)
        self._controller.set_speed(speed)

    # --- showing ------------------------------------------------------------------------------

    def _show_frame(self) -> None:
        rendered = self._controller.take_rendered_frame()
        if rendered is None:
            return
        ages = self._view.frame_ages_s
        if ages and rendered.captured.is_moving:
            self._controller.note_display_delay(ages[-1])
        self._view.show_frame(rendered)
        if not rendered.is_fresh:
            self.redrawn.emit()
        captured = rendered.captured
        if self._pending is not None and captured.seek < self._pending[0]:
            return  # an earlier seek's frame: the slider stays where the latest one leads
        self._pending = None
        self._transport.set_position(captured.frame.timestamp_s, captured.frame.index, exact=not self.is_playing)

    def _show_rates(self, rates: Rates) -> None:
        self._notice_silence(rates)
        ages = self._view.frame_ages_s
        latency_s = sum(ages) / len(ages) if ages else None
        ages.clear()
        self._status.show_rates(rates, latency_s, is_paused=not self.is_playing)

    def _notice_silence(self, rates: Rates) -> None:
        """Dim a live image that stands still: it must not pass for what the camera sees now."""
        info = self.info
        is_silent = info is not None and info.is_live and self.is_playing and not rates.source_fps
        self._silent_s = self._silent_s + 1 if is_silent else 0
        if info is not None and self._silent_s == _SILENT_S and not self._view.is_dimmed:
            self._view.set_dimmed(True)
            text = self.tr("{name} gives no new image. It is still waited for.").format(name=info.name)
            self._banner.say(Level.WARNING, text)
        elif not is_silent and self._view.is_dimmed and info is not None and rates.source_fps:
            self._view.set_dimmed(False)
            self._banner.hide()


def _names_of(target: Target | None) -> tuple[str, ...]:
    """Return what a message may call a source."""
    return (target, _name_of(target), without_credentials(target)) if isinstance(target, str) else ()


def _name_of(target: Target) -> str:
    if isinstance(target, int):
        return f"camera {target}"
    return short_name(target) if isinstance(target, str) else f"{len(target)} images"
