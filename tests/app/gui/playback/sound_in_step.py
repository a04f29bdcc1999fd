"""Plays a film of flashes and beeps, records the sound device, and prints how far they lie apart.

A process of its own for tests: python sound_in_step.py FILM, with PULSE_SERVER naming a server whose device is `null`.
Prints for each flash the milliseconds by which its beep came later.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication

from app.gui.playback.player import CapturedFrame, Player
from app.gui.playback.sound import Sound
from inference.sources import open_source

FPS, RATE, LENGTH_S = 25, 48_000, 5
FROM_MS, UNTIL_MS = 500, 6500
PATIENCE_S = 10.0


class Nobody:
    """Hears no news."""

    def __getattr__(self, name: str):
        return lambda *_, **__: None


def write_film(path: str) -> None:
    times = np.arange(LENGTH_S * RATE) / RATE
    beeps = (np.sin(2 * np.pi * 1000 * times) * 20_000 * ((times % 1.0 < 0.08) & (times > 0.5))).astype(np.int16)
    with av.open(path, "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for index in range(LENGTH_S * FPS):
            image = np.full((48, 64, 3), 255 if index and index % FPS == 0 else 0, dtype=np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
            start = index * RATE // FPS
            sound = av.AudioFrame.from_ndarray(beeps[None, start : start + RATE // FPS], format="s16", layout="mono")
            sound.rate, sound.pts, sound.time_base = RATE, start, Fraction(1, RATE)
            container.mux(audio.encode(sound))
        container.mux(video.encode())


def record(heard: list[float]) -> subprocess.Popen[bytes]:
    """Note when each beep begins, by `time.perf_counter()`."""
    options = ["-d", "null.monitor", "--latency-msec=5", "--format=s16le", f"--rate={RATE}", "--channels=1", "--raw"]
    recorder = subprocess.Popen(["parec", *options], stdout=subprocess.PIPE)

    def listen() -> None:
        last = 0.0
        assert recorder.stdout is not None
        while data := recorder.stdout.read1(960):
            now = time.perf_counter()
            samples = np.frombuffer(data[: len(data) // 2 * 2], dtype=np.int16)
            loud = np.nonzero(np.abs(samples.astype(int)) > 3000)[0]
            if len(loud):
                if now - last > 0.3:
                    heard.append(now - (len(samples) - loud[0]) / RATE)
                last = now

    threading.Thread(target=listen, daemon=True).start()
    return recorder


def main(path: str) -> None:
    write_film(path)
    app = QApplication([])
    sound = Sound()
    deadline = time.monotonic() + PATIENCE_S
    # a server that has just begun tells of its devices a little later
    while not sound.is_available and time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.01)
    if not sound.is_available:
        sys.exit("there is no sound device")
    heard: list[float] = []
    shown: list[float] = []
    recorder = record(heard)

    def show(captured: CapturedFrame) -> None:
        if captured.frame.image_bgr.mean() > 128:
            shown.append(time.perf_counter())

    player = Player(path, show, Nobody(), open_source, sound=sound.track())
    QTimer.singleShot(FROM_MS, player.start)
    QTimer.singleShot(UNTIL_MS, app.quit)
    app.exec()
    player.stop()
    player.join()
    sound.shut_down(time.monotonic() + 2)
    recorder.terminate()
    for flash in shown:
        if heard:
            print(1000 * (min(heard, key=lambda beep: abs(beep - flash)) - flash))


if __name__ == "__main__":
    main(sys.argv[1])
