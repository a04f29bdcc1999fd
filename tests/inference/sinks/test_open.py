"""Outputs are checked and opened together, before any work is done."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest

from inference.errors import SinkError, UsageError
from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.sinks import RunFacts, Sink, close_sinks, open_sinks
from inference.types import SourceInfo, SourceKind
from tests.inference.made_faces import face, frame, result

VIDEO = SourceInfo("clip.mp4", SourceKind.VIDEO)
STILLS = SourceInfo("photos", SourceKind.STILLS)
OUTPUTS = {"output": "o.mp4", "export": "t.csv", "summary": "s.json"}


def test_nothing_asked_for_is_nothing_opened():
    assert open_sinks(VIDEO, DisplaySettings(), Outputs()) == []


def test_all_three_are_written_side_by_side(tmp_path):
    sinks = open_sinks(
        VIDEO, DisplaySettings(), Outputs(**{kind: str(tmp_path / name) for kind, name in OUTPUTS.items()})
    )
    for number in range(3):
        shot = frame(np.zeros((48, 64, 3), np.uint8), number)
        for sink in sinks:
            sink.write(shot, result(shot, face(5, 5, 30, 30)))
    close_sinks(sinks)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o.mp4", "s.json", "t.csv"]


@pytest.mark.parametrize(
    ("info", "outputs", "message"),
    [
        (VIDEO, {"output": "o.avi"}, r"the annotated copy of a video .* \.mp4; got .*o\.avi"),
        (VIDEO, {"output": "folder"}, r"the annotated copy of a video"),
        (VIDEO, {"output": "o.jpg"}, r"the annotated copy of a video"),
        (STILLS, {"output": "o.mp4"}, r"the annotated copy of images is \.jpg, \.png or a folder; got .*o\.mp4"),
        (STILLS, {"output": "o.webp"}, r"the annotated copy of images"),
        (VIDEO, {"export": "t.xlsx"}, r"the table writes \.csv, \.jsonl or - \(stdout\); got .*t\.xlsx"),
        (VIDEO, {"export": "t"}, r"the table writes"),
        (VIDEO, {"summary": "s.txt"}, r"the summary writes \.json; got .*s\.txt"),
        (VIDEO, {"summary": "-"}, r"the summary writes"),
    ],
)
def test_an_ending_without_a_format_is_wrong_usage(tmp_path, monkeypatch, info, outputs, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message):
        open_sinks(info, DisplaySettings(), Outputs(**outputs))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "outputs", [{"export": "T.CSV"}, {"export": "T.JSONL"}, {"summary": "S.JSON"}, {"output": "O.MP4"}]
)
def test_endings_in_capital_letters_are_endings(tmp_path, outputs):
    ((kind, name),) = outputs.items()
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(**{kind: str(tmp_path / name)}))
    shot = frame(np.zeros((48, 64, 3), np.uint8))
    sinks[0].write(shot, result(shot))
    close_sinks(sinks)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("kind", list(OUTPUTS))
def test_an_absent_folder_is_said_before_any_work(tmp_path, kind):
    path = tmp_path / "absent" / OUTPUTS[kind]
    with pytest.raises(SinkError, match=rf"{OUTPUTS[kind]}: there is no folder .*absent; create it first"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(**{kind: str(path)}))


@pytest.mark.parametrize("kind", list(OUTPUTS))
def test_a_folder_in_place_of_a_file_is_said(tmp_path, kind):
    (tmp_path / OUTPUTS[kind]).mkdir()
    with pytest.raises(SinkError, match="it is a folder; give the name of a file in it"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(**{kind: str(tmp_path / OUTPUTS[kind])}))


@pytest.mark.parametrize("kind", list(OUTPUTS))
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_or_device_is_never_replaced(tmp_path, kind):
    os.mkfifo(tmp_path / OUTPUTS[kind])
    with pytest.raises(SinkError, match="it is a device or pipe"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(**{kind: str(tmp_path / OUTPUTS[kind])}))


@pytest.mark.parametrize("kind", list(OUTPUTS))
def test_a_folder_that_may_not_be_written_into_is_said(tmp_path, kind, unprivileged):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    with unprivileged, pytest.raises(SinkError, match=r"no permission to write there; choose another place"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(**{kind: str(folder / OUTPUTS[kind])}))


@pytest.mark.parametrize("is_whole", [True, False])
@pytest.mark.parametrize("kind", list(OUTPUTS))
def test_a_folder_that_is_closed_in_the_middle_is_said(kind, unprivileged, is_whole, request):
    # one that everybody can reach
    folder = Path(tempfile.mkdtemp())
    request.addfinalizer(lambda: shutil.rmtree(folder))
    path = folder / OUTPUTS[kind]
    path.write_text("yesterday's")
    path.chmod(0o666)
    shot = frame(np.zeros((48, 64, 3), np.uint8))
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(**{kind: str(path)}))
    sinks[0].write(shot, result(shot))
    folder.chmod(0o555)
    with unprivileged, pytest.raises(SinkError, match=r"no permission.*What was written is in"):
        close_sinks(sinks, RunFacts(interrupted=not is_whole))
    folder.chmod(0o755)
    assert path.read_text() == "yesterday's"
    assert sinks[0].written is None


def test_a_folder_of_stills_that_may_not_be_written_into_is_said(tmp_path, unprivileged):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    with unprivileged, pytest.raises(SinkError, match="no permission"):
        open_sinks(STILLS, DisplaySettings(), Outputs(output=str(folder)))


def test_a_name_that_is_too_long_is_said(tmp_path):
    with pytest.raises(SinkError, match="name is too long"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(export=str(tmp_path / ("x" * 300 + ".csv"))))


def test_where_one_can_not_be_opened_nothing_is_left_of_the_others(tmp_path):
    with pytest.raises(SinkError):
        open_sinks(
            VIDEO,
            DisplaySettings(),
            Outputs(
                output=str(tmp_path / "o.mp4"),
                export=str(tmp_path / "t.csv"),
                summary=str(tmp_path / "absent" / "s.json"),
            ),
        )
    with pytest.raises(SinkError):
        open_sinks(
            STILLS,
            DisplaySettings(),
            Outputs(output=str(tmp_path / "folder"), export=str(tmp_path / "absent" / "t.csv")),
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", list(OUTPUTS))
def test_the_input_is_never_an_output(tmp_path, kind):
    path = tmp_path / OUTPUTS[kind]
    path.write_bytes(b"the input")
    link = tmp_path / f"link{path.suffix}"
    link.symlink_to(path)
    info = SourceInfo(str(path), SourceKind.VIDEO, path=str(path))
    for output in (path, link, tmp_path / "." / OUTPUTS[kind]):
        with pytest.raises(UsageError, match="is the input"):
            open_sinks(info, DisplaySettings(), Outputs(**{kind: str(output)}))
    assert path.read_bytes() == b"the input"


def test_two_outputs_of_one_name_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.csv").symlink_to("t.json")
    with pytest.raises(UsageError, match="same name"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(export="link.csv", summary="t.json"))


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "t.csv").symlink_to(tmp_path / "elsewhere" / "real.csv")
    close_sinks(open_sinks(VIDEO, DisplaySettings(), Outputs(export=str(tmp_path / "t.csv"))))
    assert (tmp_path / "t.csv").is_symlink()
    assert (tmp_path / "elsewhere" / "real.csv").read_text().startswith("source,")


class Broken(Sink):
    """A sink whose end fails."""

    def __init__(self, message: str) -> None:
        self.message = message

    def write(self, frame, result) -> None: ...

    def close(self, facts: RunFacts) -> None:
        raise SinkError(self.message)


def test_all_are_closed_even_where_one_fails(tmp_path):
    (table,) = open_sinks(VIDEO, DisplaySettings(), Outputs(export=str(tmp_path / "t.csv")))
    with pytest.raises(SinkError, match="first") as caught:
        close_sinks([Broken("first"), Broken("second"), table])
    assert caught.value.__notes__ == ["second"]
    assert Path(tmp_path / "t.csv").exists()
