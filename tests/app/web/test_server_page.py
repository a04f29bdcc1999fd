"""What docs/server.md shows does what it says: its examples, its proxy, and the tests that it names."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from tests.app.web.running_server import PHOTO, ROOT, RunningServer, small_video

PAGE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
_NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {map}
    server {{
        listen 127.0.0.1:{port};
        {location}
    }}
}}
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with RunningServer(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    shutil.copy(PHOTO, tmp_path / "photo.jpg")
    small_video(tmp_path / "film.mp4")
    return tmp_path


def said(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_the_example_for_curl(server, folder):
    (example,) = [block for block in blocks("sh") if "curl" in block]
    told = said(["sh", "-ec", example.replace("http://127.0.0.1:8000", server.url)], folder)
    assert len(json.loads(told)["faces"]) == 1
    assert (folder / "annotated.jpg").read_bytes().startswith(b"\xff\xd8")


def test_the_example_for_python(server, folder):
    (example,) = blocks("python")
    (folder / "example.py").write_text(example.replace("http://127.0.0.1:8000", server.url))
    assert said([sys.executable, "example.py"], folder) == "done 1 people in 12 frames\n"
    assert {"copy.mp4", "table.csv"} <= {path.name for path in folder.iterdir()}


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node.js")
def test_the_example_for_javascript(server, folder):
    (example,) = blocks("js")
    (folder / "example.mjs").write_text(example.replace("http://127.0.0.1:8000", server.url))
    face, job = said(["node", "example.mjs"], folder).splitlines()
    assert re.fullmatch(r"(fe)?male, \d+(\.\d+)? years \(\S+ to \S+\)", face)
    assert json.loads(job.removeprefix("data: "))["state"] == "done"


def test_the_tests_that_are_named_exist():
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    there = {
        name
        for path in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 20
    assert named <= there


@pytest.mark.skipif(NGINX is None, reason="there is no nginx")
def test_behind_the_proxy_of_the_page(tmp_path):
    """Pages, images, live answers and sockets come through nginx, under its prefix."""
    (location,) = blocks("nginx")
    (upgrade,) = re.findall(r"`(map \$http_upgrade [^`]+)`", PAGE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("--prefix", "/faces", "--proxy", "127.0.0.1")
    with RunningServer(tmp_path / "server", *words) as server:
        address = f"http://127.0.0.1:{server.port}"
        written = _NGINX.format(
            folder=tmp_path, port=port, map=upgrade, location=location.replace("http://127.0.0.1:8000", address)
        )
        (tmp_path / "nginx.conf").write_text(
            written.replace("proxy_set_header Host $host;", "proxy_set_header Host $http_host;")
        )
        nginx = subprocess.Popen([str(NGINX), "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)])
        try:
            outside = f"http://127.0.0.1:{port}/faces"
            wait_until_it_answers(outside)
            page = httpx.get(f"{outside}/").text
            style = re.search(r'href="(/faces/page/\w+/page\.css)"', page)
            assert style
            assert httpx.get(f"http://127.0.0.1:{port}{style[1]}").status_code == 200
            found = httpx.post(f"{outside}/api/v1/analyze", content=PHOTO.read_bytes(), timeout=60).json()
            assert len(found["faces"]) == 1
            outside, origin = f"ws://127.0.0.1:{port}/faces/camera/frames", f"http://127.0.0.1:{port}"
            with connect(outside, origin=origin, proxy=None) as camera:  # type: ignore[arg-type]
                camera.send(PHOTO.read_bytes())
                assert json.loads(camera.recv(timeout=60))["faces"]
        finally:
            nginx.terminate()
            nginx.wait(20)


def wait_until_it_answers(url: str) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            if httpx.get(f"{url}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < until
        time.sleep(0.1)
