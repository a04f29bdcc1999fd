"""Downloads from a server of this machine's own."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from training.__main__ import main
from training.datasets.downloads import ARCHIVES, CHUNK, DownloadError, download

CONTENT = np.random.default_rng(0).bytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Shop:
    """What the server gives, and what it was asked for.

    Attributes:
        ranges: False for a server that knows no ranges.
        break_after: bytes of the body after which the connection ends, once for every number.
    """

    url: str = ""
    content: bytes = CONTENT
    tag: str = '"first"'
    kind: str = "application/octet-stream"
    status: int = 200
    ranges: bool = True
    break_after: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    state = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            state.asked.append(asked)
            start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and state.ranges else 0
            if self.headers.get("If-Range", state.tag) != state.tag:
                start = 0
            total = len(state.content)
            if start >= total:
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{total}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206 if start else state.status)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
            self.send_header("Content-Length", str(total - start))
            self.send_header("Content-Type", state.kind)
            self.send_header("ETag", state.tag)
            self.end_headers()
            body = state.content[start:]
            self.wfile.write(body[: state.break_after.pop(0)] if state.break_after else body)

        def log_message(self, *arguments: object) -> None:
            pass

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/files/faces%201.zip"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def test_all_of_a_file_comes_under_its_name_and_is_not_fetched_twice(shop: Shop, tmp_path: Path) -> None:
    path, sha256 = download(shop.url, tmp_path / "data", SHA256.upper())
    assert (path, sha256) == (tmp_path / "data" / "faces 1.zip", SHA256)
    assert path.read_bytes() == CONTENT
    assert [file.name for file in path.parent.iterdir()] == ["faces 1.zip"]
    assert download(shop.url, tmp_path / "data", SHA256) == (path, SHA256)
    assert shop.asked == [""]


def test_a_download_that_broke_off_goes_on_where_it_was(shop: Shop, tmp_path: Path) -> None:
    shop.break_after = [2 * CHUNK, CHUNK]
    for kept in (2 * CHUNK, 3 * CHUNK):
        with pytest.raises(DownloadError, match=rf"{kept:,} bytes are kept.* run the same command again"):
            download(shop.url, tmp_path, SHA256)
    assert not (tmp_path / "faces 1.zip").exists()
    path, _ = download(shop.url, tmp_path, SHA256)
    assert path.read_bytes() == CONTENT
    assert shop.asked == ["", f"bytes={2 * CHUNK}-", f"bytes={3 * CHUNK}-"]
    assert [file.name for file in tmp_path.iterdir()] == ["faces 1.zip"]


def test_a_server_without_ranges_gives_all_of_it_again(shop: Shop, tmp_path: Path) -> None:
    shop.break_after, shop.ranges = [100_000], False
    with pytest.raises(DownloadError):
        download(shop.url, tmp_path)
    assert download(shop.url, tmp_path)[0].read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_is_not_pieced_together(shop: Shop, tmp_path: Path) -> None:
    shop.break_after = [100_000]
    with pytest.raises(DownloadError):
        download(shop.url, tmp_path)
    shop.content, shop.tag = CONTENT[::-1], '"second"'
    assert download(shop.url, tmp_path)[0].read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize(("part", "requests"), [(CONTENT, 1), (CONTENT + b"more", 2)])
def test_a_part_as_long_as_the_file_is_taken_and_a_longer_one_is_not(
    shop: Shop, tmp_path: Path, part: bytes, requests: int
) -> None:
    (tmp_path / "faces 1.zip.part").write_bytes(part)
    assert download(shop.url, tmp_path, SHA256)[0].read_bytes() == CONTENT
    assert len(shop.asked) == requests


def test_a_wrong_checksum_leaves_nothing(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"deleted.*{SHA256}"):
        download(shop.url, tmp_path, "0" * 64)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_with_another_checksum_is_left_alone(shop: Shop, tmp_path: Path) -> None:
    mine = tmp_path / "mine.zip"
    mine.write_bytes(b"mine")
    with pytest.raises(ValueError, match="move it away"):
        download(shop.url, mine, SHA256)
    assert mine.read_bytes() == b"mine"
    assert shop.asked == []


def test_an_absent_server_is_told_of_with_what_to_do(shop: Shop, tmp_path: Path) -> None:
    closed = re.sub(r":\d+/", ":9/", shop.url)
    with pytest.raises(DownloadError, match=r"on line.*by hand"):
        download(closed, tmp_path)


def test_a_refusal_and_a_web_page_are_no_archive(shop: Shop, tmp_path: Path) -> None:
    shop.status = 404
    with pytest.raises(DownloadError, match=r"refuses .*404"):
        download(shop.url, tmp_path)
    shop.status, shop.kind = 200, "text/html; charset=utf-8"
    with pytest.raises(DownloadError, match="web page"):
        download(shop.url, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_tells_the_checksum(shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["download", shop.url, "--output", str(tmp_path)]) == 0
    assert SHA256 in capsys.readouterr().out
    assert main(["download", "utkfaces", "--output", str(tmp_path)]) == 1
    assert ", ".join(ARCHIVES) in capsys.readouterr().err
