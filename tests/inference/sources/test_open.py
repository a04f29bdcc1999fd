"""What a target is taken for."""

from __future__ import annotations

import subprocess
import sys

import cv2
import pytest

from inference.errors import SourceError, UsageError
from inference.sources import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS, Selection, open_source, open_video
from inference.types import SourceKind


def test_importing_the_package_loads_no_decoder():
    code = "import sys, inference.sources; print(sorted({'av', 'cv2', 'PIL', 'numpy.fft', 'PyQt6'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_endings_are_ready_for_file_dialogs():
    for extensions in (VIDEO_EXTENSIONS, IMAGE_EXTENSIONS):
        assert all(extension.startswith(".") and extension == extension.lower() for extension in extensions)
        assert len(set(extensions)) == len(extensions)
    assert not set(VIDEO_EXTENSIONS) & set(IMAGE_EXTENSIONS)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.MKV", "clip.unknown", "demo"])
def test_files_that_are_no_stills_are_videos(make_video, name):
    path = make_video("clip.mkv", frames=3).rename(make_video("x.mkv", frames=1).with_name(name))
    with open_source(str(path)) as source:
        assert source.info.kind is SourceKind.VIDEO
        assert len(list(source)) == 3


def test_a_file_in_place_called_demo_comes_first(make_video, monkeypatch):
    path = make_video("clip.mkv", frames=3)
    path.rename(path.with_name("demo"))
    monkeypatch.chdir(path.parent)
    with open_source("demo") as source:
        assert source.info.kind is SourceKind.VIDEO


def test_a_video_is_a_video_where_it_is_asked_for(make_video):
    path = make_video("clip.mkv", frames=3)
    renamed = path.rename(path.with_suffix(".jpg"))
    with open_video(renamed) as source:
        assert len(list(source)) == 3


def test_a_file_url(make_video):
    path = make_video("a clip.mp4", frames=3)
    with open_source(path.as_uri()) as source:
        assert (source.info.path, source.info.name) == (str(path), str(path))
        assert len(list(source)) == 3
    with open_video(path.as_uri().replace("file://", "FILE://LocalHost")) as source:
        assert len(list(source)) == 3


def test_an_image_and_a_folder_of_images_by_their_file_urls(tmp_path, quarters):
    folder = tmp_path / "a folder"
    folder.mkdir()
    cv2.imwrite(str(folder / "a.png"), quarters)
    for target in ((folder / "a.png").as_uri(), folder.as_uri(), [folder.as_uri()]):
        with open_source(target) as source:
            assert source.info.kind is SourceKind.STILLS
            assert len(list(source)) == 1


def test_the_name_of_the_standard_input_is_told():
    with pytest.raises(SourceError, match="/dev/stdin"):
        open_video("-")


def test_what_is_not_there():
    for target in ("absent.mp4", "absent.jpg", "absent", ""):
        with pytest.raises(SourceError, match="no such file"):
            open_source(target)


@pytest.mark.parametrize("address", ["http://u:s3cret@192.0.2.7/a.jpg", "u:s3cret@192.0.2.7/a.jpg"])
def test_what_is_not_there_may_be_an_address_with_a_password(address):
    for attempt in (lambda: open_source([address]), lambda: open_video(address.partition("//")[2] or address)):
        with pytest.raises(SourceError) as caught:
            attempt()
        assert "s3cret" not in str(caught.value)


def test_a_file_keeps_its_name_whatever_it_looks_like(make_video, monkeypatch):
    path = make_video("clip.mkv", frames=1)
    monkeypatch.chdir(path.parent)
    path.rename("me:s3cret@home.mkv")
    with open_video("me:s3cret@home.mkv") as source:
        assert source.info.name == "me:s3cret@home.mkv"


def test_stills_have_no_time(tmp_path):
    with pytest.raises(UsageError, match="images have no time"):
        open_source(tmp_path, selection=Selection(start_s=1.0))
    with pytest.raises(UsageError, match="images have no time"):
        open_source([tmp_path], selection=Selection(end_s=1.0))
    with pytest.raises(UsageError, match="step between frames must be 1 or more"):
        open_source(tmp_path, selection=Selection(every=0))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("notepad.sdp", "\ufeffv=0\nm=video 5004 RTP/AVP 96\n", "RTP"),
        ("cam.sdp", "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "RTP"),
        (
            "a.m3u8",
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
            "playlist",
        ),
    ],
)
def test_a_file_that_only_says_where_a_video_is_says_what_it_needs(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=f"{name}.*{message}.*open the"):
        open_video(path)


def test_a_playlist_of_files_beside_it_is_a_video(make_video, tmp_path):
    make_video("part.ts", frames=5)
    playlist = tmp_path / "a.m3u8"
    playlist.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:0.2,\npart.ts\n#EXT-X-ENDLIST\n")
    with open_video(playlist) as source:
        assert len(list(source)) == 5
