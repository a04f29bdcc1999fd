"""What of an address is shown, and which addresses are files of this machine."""

from __future__ import annotations

import os
import socket
from urllib.parse import quote

import pytest

from inference.errors import SourceError
from inference.sources.urls import local_path, without_credentials


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://u:s3cret@cam.local:554/a?b=c", "rtsp://cam.local:554/a?b=c"),
        ("RTSP://u:s3c%40ret@[fe80::1]:554/a", "RTSP://[fe80::1]:554/a"),
        # passwords that somebody forgot to escape
        ("rtsp://admin:s3c@ret@192.0.2.7/door", "rtsp://192.0.2.7/door"),
        ("rtsp://admin:s3c@ret/a#b?c@192.0.2.7/door", "rtsp://192.0.2.7/door"),
        ("rtsp://admin:s3c/ret@192.0.2.7/door", "rtsp://192.0.2.7/door"),
        # as cameras and recorders have it
        ("http://192.0.2.7/flv?user=admin&password=s3cret&channel=1", "http://192.0.2.7/flv?user=***&password=***&channel=1"),
        ("http://192.0.2.7/cgi?usr=me&pwd=s3cret", "http://192.0.2.7/cgi?usr=***&pwd=***"),
        ("http://192.0.2.7/a?loginuse=me&loginpas=s3cret&x=1", "http://192.0.2.7/a?loginuse=***&loginpas=***&x=1"),
        ("http://192.0.2.7/a?pass%77ord=s3cret", "http://192.0.2.7/a?pass%77ord=***"),
        ("http://192.0.2.7/a?password=s3c;ret#x", "http://192.0.2.7/a?password=***"),
        (
            "rtsp://192.0.2.7:554/user=admin_password=s3_cret_channel=1_stream=0.sdp?real_stream",
            "rtsp://192.0.2.7:554/user=***_password=***_channel=1_stream=0.sdp?real_stream",
        ),
        (
            "rtsp://192.0.2.7/user=admin&password=s3cret&channel=2&stream=0.sdp?",
            "rtsp://192.0.2.7/user=***&password=***&channel=2&stream=0.sdp?",
        ),
        ("rtsp://192.0.2.7/0/admin:s3cret/main", "rtsp://192.0.2.7/0/***/main"),
        # as servers have it
        ("https://b.example/c.mp4?X-Amz-Signature=s3cret&X-Amz-Expires=9", "https://b.example/c.mp4?X-Amz-Signature=***&X-Amz-Expires=9"),
        ("https://b.example/a?sv=2&sig=s3cret%3D&sr=b", "https://b.example/a?sv=2&sig=***&sr=b"),
        ("https://b.example/a?apiKey=s3cret&access_token=s3cret", "https://b.example/a?apiKey=***&access_token=***"),
        ("https://b.example/a?hdnts=exp=1~hmac=s3cret", "https://b.example/a?hdnts=***"),
        ("http://b.example/a;jsessionid=s3cret?x=1", "http://b.example/a;jsessionid=***?x=1"),
        ("srt://192.0.2.7:9?passphrase=s3cret&mode=caller", "srt://192.0.2.7:9?passphrase=***&mode=caller"),
        ("rtmp://192.0.2.7/app playpath=x token=s3cret", "rtmp://192.0.2.7/app playpath=x token=***"),
        # an address inside the address
        ("http://relay.example/?src=rtsp://u:s3cret@cam/live&x=1", "http://relay.example/?src=rtsp://cam/live&x=1"),
        (
            f"http://relay.example/?src={quote('rtsp://u:s3cret@cam/a?password=s3cret', safe='')}&x=1",
            "http://relay.example/?src=rtsp://cam/a?password=***&x=1",
        ),
        ("async:rtsp://u:s3cret@cam/x", "async:rtsp://cam/x"),
        # mistyped
        ("admin:s3c@ret@192.0.2.7/door", "192.0.2.7/door"),
        ("rtsp:/admin:s3c/ret@192.0.2.7/door", "rtsp:/192.0.2.7/door"),
        ("http:admin:s3cret@cam.local", "http:cam.local"),
        ("u:s3cret@cam.local", "cam.local"),
        ("192.0.2.7/cgi?user=me&password=s3cret", "192.0.2.7/cgi?user=***&password=***"),
    ],
)  # fmt: skip
def test_secrets_of_an_address_are_not_shown(address, shown):
    assert without_credentials(address) == shown
    assert without_credentials(shown) == shown, "what is shown can be shown again"


@pytest.mark.parametrize(
    "target",
    [
        "http://192.0.2.7:8080/@live/door?size=big&signal=1&design=2&x=",
        "http://nas/photos@home/clip.mp4",
        "https://b.example/a?t=10#end",
        "/films/user=me_password=x.mp4",
        "camera:0",
        "C:\\films\\me@home\\a.mp4",
        "c:/films/me@home/a.mp4",
        "clip@2x.mp4",
        "/films/10:30@door.mp4",
    ],
)
def test_what_holds_no_secret_stays_as_it_is(target):
    assert without_credentials(target) == target


FORMS = [
    "file://{}",
    "file://localhost{}",
    "FILE:///{}",
    "file:{}",
    f"file://{socket.gethostname()}{{}}",
    "File://{}?a#b",
]


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
@pytest.mark.parametrize("form", FORMS)
def test_a_file_url_in_every_form(tmp_path, form):
    path = tmp_path / "ein Film #1 ü?.mp4"
    path.touch()
    assert os.path.samefile(local_path(form.format(quote(str(path)))), path)


def test_a_file_url_that_nobody_escaped(tmp_path, monkeypatch):
    path = tmp_path / "50%20 #1.mp4"
    path.touch()
    assert local_path(f"file://{path}") == str(path)
    monkeypatch.chdir(tmp_path)
    assert local_path(f"file://{path.name}") == path.name
    assert local_path("file:50%2520%20%231.mp4") == path.name


def test_what_is_no_file_url_stays_as_it_is(tmp_path, monkeypatch):
    for target in ("clip.mp4", "http://192.0.2.7/a%20b", "C:\\a.mp4", "profile://x"):
        assert local_path(target) == target
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file:a%20b").touch()
    assert local_path("file:a%20b") == "file:a%20b"


@pytest.mark.skipif(os.name == "nt", reason="there it is a share")
def test_a_file_of_another_machine_is_told():
    with pytest.raises(SourceError, match="a file of the machine nas"):
        local_path("file://nas/films/a.mp4")
