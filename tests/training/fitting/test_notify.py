from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator

import pytest

from training.fitting.notify import Notifier

# Apprise, when it loads its plugins
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def unheard() -> Notifier:
    """An address at which nobody listens; Apprise's pool of threads, which it keeps, is begun before any test."""
    notifier = Notifier(["json://127.0.0.1:1"])
    notifier.send("begin", "the pool")
    return notifier


@pytest.fixture
def listener() -> Iterator[tuple[int, list[dict[str, str]]]]:
    """Port of an HTTP server on this machine, and the messages that it was sent."""
    messages: list[dict[str, str]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        log_message: Callable[..., None] = lambda *_: None

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1], messages
        server.shutdown()
        thread.join()


def test_a_message_arrives_and_a_lost_one_does_no_harm(
    unheard: Notifier, listener: tuple[int, list[dict[str, str]]]
) -> None:
    port, messages = listener
    assert Notifier([f"json://127.0.0.1:{port}"]).send("xs is done", "age MAE 4.71 years")
    assert [(m["title"], m["message"]) for m in messages] == [("xs is done", "age MAE 4.71 years")]
    assert not unheard.send("xs is done", "age MAE 4.71 years")
    assert Notifier().send("nobody", "listens")


def test_an_address_of_no_kind_is_refused_without_its_secrets() -> None:
    with pytest.raises(ValueError, match=r"address 1 \(carrierpigeon:…\)") as refusal:
        Notifier(["carrierpigeon://user:secret@loft"])
    assert "secret" not in str(refusal.value)
