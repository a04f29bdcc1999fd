"""Who may ask a server that really runs: the token, browsers that have shown it, hosts, pages of others, prefixes."""

from __future__ import annotations

import re
import subprocess
import sys

import httpx
import pytest

from app.exit_codes import ExitCode
from main import main
from tests.app.web.running_server import PHOTO, ROOT, RunningServer

TOKEN = "a-token-that-nobody-guesses"
SOURCES = "/api/v1/sources"
ANALYZE = "/api/v1/analyze"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """For others too, with a token of the environment, a name, and a page of others that may call it."""
    words = ("--host", "0.0.0.0", "--name", "museum.example", "--origin", "https://intranet.example")
    folder = tmp_path_factory.mktemp("server")
    with RunningServer(folder, *words, environment={"FACELENS_TOKEN": TOKEN}) as running:
        yield running
    assert TOKEN not in running.log


@pytest.fixture(scope="module")
def open_server(tmp_path_factory):
    """For this machine alone."""
    with RunningServer(tmp_path_factory.mktemp("open")) as running:
        yield running


@pytest.fixture
def browser(server):
    """A client that keeps cookies and asks for pages."""
    with httpx.Client(base_url=server.url, trust_env=False, headers={"Accept": "text/html"}) as client:
        yield client


def detail(answer: httpx.Response, status: int) -> str:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    return str(answer.json()["detail"])


# --- the token ----------------------------------------------------------------------------------------


def test_whether_it_is_alive_is_told_to_everybody_and_nothing_else(server):
    assert server.client.get("/healthz").json()["status"] == "ok"
    for path in ("/", "/docs", "/metrics", SOURCES, "/api/v1/openapi.json", "/api/v1/jobs/x", "/live", "/about"):
        answer = server.client.get(path)
        assert "needs its token" in detail(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert server.client.post(ANALYZE, content=PHOTO.read_bytes()).status_code == 401


def test_programs_show_the_token_with_every_request(server):
    answer = server.client.post(ANALYZE, content=PHOTO.read_bytes(), headers=BEARER)
    assert len(answer.json()["faces"]) == 1
    for wrong in ("", "Bearer", "Bearer x", f"Bearer {TOKEN}x", f"Basic {TOKEN}", f"Bearer {TOKEN[:-1]}"):
        assert server.client.get(SOURCES, headers={"Authorization": wrong}).status_code == 401


def test_the_token_in_an_address_is_worth_nothing(server):
    assert server.client.get(SOURCES, params={"token": TOKEN}).status_code == 401


def test_a_browser_signs_in_once_and_is_known_until_it_signs_out(browser):
    answer = browser.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    page = browser.post("/login", data={"token": "no"})
    assert page.status_code == 401
    assert "That is not the token" in page.text
    assert browser.get("/").status_code == 303

    welcome = browser.post("/login", data={"token": TOKEN})
    assert (welcome.status_code, welcome.headers["location"]) == (303, "/")
    cookie = welcome.headers["set-cookie"]
    assert TOKEN not in cookie
    for word in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert word.lower() in cookie.lower()
    assert browser.get("/").status_code == 200

    replayed = {"Cookie": cookie.partition(";")[0]}
    browser.post("/logout")
    browser.cookies.clear()
    assert browser.get("/", headers=replayed).status_code == 303, "a cookie of before"
    assert browser.get("/", headers={"Cookie": "facelens=made-up"}).status_code == 303


def test_who_tries_many_tokens_has_to_wait_and_nobody_else_does(server):
    transport = httpx.HTTPTransport(local_address="127.0.0.9")
    with httpx.Client(base_url=server.url, transport=transport) as guesser:
        answers = [guesser.get(SOURCES, headers={"Authorization": f"Bearer {n}"}) for n in range(12)]
        # a minute may begin anew in between
        assert {answer.status_code for answer in answers} == {401, 429}
        last = answers[-1]
        assert int(last.headers["retry-after"]) > 0
        assert "too many wrong tokens" in detail(last, 429)
        # not even the right one is told apart now
        assert guesser.get(SOURCES, headers=BEARER).status_code == 429
    assert server.client.get(SOURCES, headers=BEARER).status_code == 404


def test_for_others_a_token_is_made_printed_and_asked_for(tmp_path):
    with RunningServer(tmp_path, "--host", "0.0.0.0") as running:
        token = running.wait_for(r"token: (\S+)")
        assert len(token) >= 32
        assert running.client.get("/about").status_code == 401
        assert running.client.get("/about", headers={"Authorization": f"Bearer {token}"}).status_code == 200


# --- hosts and pages of others ------------------------------------------------------------------------


def test_a_name_that_leads_here_but_is_not_its_own_is_refused(server, open_server):
    """A page of others may have its own name lead here (DNS rebinding)."""
    for host in ("evil.example", "evil.example:8000", "localhost.evil.example", "", "127.0.0.1.evil.example"):
        assert "not called so" in detail(server.client.get("/healthz", headers={"Host": host}), 421)
        assert open_server.client.get("/healthz", headers={"Host": host}).status_code == 421
    for host in (
        "museum.example",
        "MUSEUM.example:81",
        "localhost",
        f"localhost:{server.port}",
        "192.0.2.7",
        "[::1]:1",
    ):
        assert server.client.get("/healthz", headers={"Host": host}).status_code == 200
    assert open_server.client.get("/healthz", headers={"Host": "museum.example"}).status_code == 421


def test_two_hosts_in_one_request_are_refused(open_server):
    answer = open_server.raw(
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    assert answer.startswith((b"HTTP/1.1 421", b"HTTP/1.1 400"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
def test_pages_of_others_can_not_use_it(open_server, headers):
    answer = open_server.client.post(ANALYZE, content=PHOTO.read_bytes(), headers=headers)
    assert "pages of others" in detail(answer, 403)
    assert "access-control-allow-origin" not in answer.headers


def test_a_link_on_a_page_of_others_leads_here(open_server):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert open_server.client.get("/", headers=headers).status_code == 200


def test_pages_that_are_named_may_call_it_with_the_token(server):
    origin = {"Origin": "https://intranet.example"}
    answer = server.client.post(ANALYZE, content=PHOTO.read_bytes(), headers=origin | BEARER)
    assert answer.headers["access-control-allow-origin"] == "https://intranet.example"
    assert len(answer.json()["faces"]) == 1
    assert server.client.post(ANALYZE, content=PHOTO.read_bytes(), headers=origin).status_code == 401
    asked = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "upload-offset"}
    preflight = server.client.options("/api/v1/videos/x", headers=origin | asked)
    assert preflight.status_code == 204
    assert "PATCH" in preflight.headers["access-control-allow-methods"]
    assert "upload-offset" in preflight.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in answer.headers


def test_a_socket_from_a_page_of_others_is_not_opened(open_server):
    request = (
        "GET /camera/frames HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: https://evil.example\r\n\r\n"
    )
    assert open_server.raw(request.encode()).startswith(b"HTTP/1.1 403")


# --- what every answer carries ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/about", "/docs", "/nothing/here", "/healthz", SOURCES])
def test_every_answer_tells_browsers_what_they_may_not_do(open_server, path):
    headers = open_server.client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/camera", "/live", "/people", "/history", "/about", "/docs", "/login"])
def test_no_page_has_a_script_in_itself_or_an_address_outside(open_server, path):
    page = open_server.client.get(path).text
    assert not re.search(
        r"<script(?![^>]*\ssrc=)[^>]*>\s*[^<\s]",
        re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S),
    )
    assert not re.search(r"\son\w+=", page)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)


@pytest.mark.parametrize(
    "path",
    [
        "/page/../../main.py",
        "/page/1/..%2f..%2fmain.py",
        "/page/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "//etc/passwd",
        "/people/..%2f..%2fjobs.db",
    ],
)
def test_no_path_leads_out_of_what_is_served(open_server, path):
    answer = open_server.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert re.match(rb"HTTP/1.1 (404|400|303)", answer), answer[:200]
    assert b"root:" not in answer
    assert b"import" not in answer


# --- behind a proxy -----------------------------------------------------------------------------------


def test_under_a_prefix_every_address_has_it_whether_the_proxy_takes_it_off_or_not(tmp_path):
    with (
        RunningServer(tmp_path, "--prefix", "/faces", environment={"FACELENS_TOKEN": TOKEN}) as running,
        httpx.Client(base_url=running.url.removesuffix("/faces"), trust_env=False) as client,
    ):
        for path in ("/faces/healthz", "/healthz"):
            assert client.get(path).status_code == 200
        asked = client.get("/faces/", headers={"Accept": "text/html"})
        assert asked.headers["location"] == "/faces/login"
        signed = client.post("/faces/login", data={"token": TOKEN})
        assert signed.headers["location"] == "/faces/"
        assert "path=/faces/" in signed.headers["set-cookie"].lower()
        page = client.get("/faces/", headers={"Accept": "text/html"}).text
        assert set(re.findall(r'(?:href|src|action)="(/[^/"]*)', page)) == {"/faces"}
        for address in set(re.findall(r'(?:href|src)="(/faces/page/[^"]*)', page)):
            assert client.get(address).status_code == 200
        begun = client.post("/faces/api/v1/videos", json={"bytes": 10}, headers=BEARER)
        assert begun.headers["location"].startswith("/faces/api/v1/videos/")


# --- the command --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--host", "0.0.0.0", "--token", "short"], "16 characters"),
        (["--prefix", "faces"], "a prefix is a path"),
        (["--origin", "intranet"], "an origin is a scheme and a name"),
        (["--port", "70000"], "from 0 to 65535"),
        (["--site", "absent.toml"], "absent.toml"),
    ],
)
def test_what_makes_no_sense_is_said_at_once(tmp_path, capsys, words, said):
    assert main(["serve", "--port", "0", "--folder", str(tmp_path), *words]) == ExitCode.USAGE
    assert said in capsys.readouterr().err


def test_a_port_that_is_taken_and_a_folder_that_is_used_are_said(open_server, tmp_path, capsys):
    assert main(["serve", "--port", str(open_server.port), "--folder", str(tmp_path)]) == ExitCode.SOURCE
    assert "can't serve at 127.0.0.1" in capsys.readouterr().err
    command = [sys.executable, "main.py", "serve", "--port", "0", "--folder", str(open_server.folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == ExitCode.SOURCE
    assert "another server is using it" in done.stderr
