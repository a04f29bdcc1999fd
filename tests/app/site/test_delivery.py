"""Events arrive at least once and in order, whatever becomes of the receiver, the disk and the process."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from app.site.events.configuration import EventsConfiguration, RuleConfiguration, Target
from app.site.events.delivery import Delivery, check_targets
from app.site.events.messages import Event
from app.site.events.notify import Notifier
from app.site.events.occurrences import Happening
from app.site.events.outbox import REFUSALS, DeliveryError, Outbox
from app.site.events.webhook import Webhook
from inference.errors import SinkError
from tests.app.site.receivers import Listener, Mosquitto, Receiver, free_port, needs_mosquitto, wait_for

ROOT = Path(__file__).resolve().parents[3]


def event(number: int) -> Event:
    return Event(f"id-{number}", json.dumps({"number": number}).encode(), f"event {number}")


@pytest.fixture
def receiver():
    with Receiver() as made:
        yield made


@pytest.fixture
def outbox(tmp_path, receiver):
    with Outbox(tmp_path / "spool", first_pause_s=0.01) as made:
        made.serve({"hook": ("hook", lambda: Webhook(receiver.url, "s3cret", timeout_s=0.3))})
        yield made


def numbers(receiver: Receiver) -> list[int]:
    return [content["number"] for content in receiver.contents]


def test_events_arrive_signed_and_in_order(outbox, receiver):
    for number in range(20):
        outbox.put("hook", event(number))
    assert outbox.wait_until_empty(10)
    assert numbers(receiver) == list(range(20))
    headers, body = receiver.posts[3]
    headers = {name.lower(): value for name, value in headers.items()}
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "id-3"
    signed = f"id-3.{headers['webhook-timestamp']}.".encode() + body
    expected = b64encode(hmac.new(b"s3cret", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_a_key_in_base64_is_used_as_bytes(receiver):
    key = bytes(range(24))
    sender = Webhook(receiver.url, f"whsec_{b64encode(key).decode()}")
    sender.send(event(1))
    sender.close()
    headers = {name.lower(): value for name, value in receiver.posts[0][0].items()}
    signed = f"id-1.{headers['webhook-timestamp']}.".encode() + receiver.posts[0][1]
    given = b64decode(headers["webhook-signature"].removeprefix("v1,"))
    assert given == hmac.new(key, signed, hashlib.sha256).digest()


@pytest.mark.parametrize("status", [500, 503, 429, 0])
def test_what_fails_or_hangs_is_tried_again_until_it_comes_back(outbox, receiver, status):
    receiver.status = status
    outbox.put("hook", event(1))
    outbox.put("hook", event(2))
    wait_for(lambda: len(receiver.posts) >= 2)
    (state,) = outbox.states()
    wait_for(lambda: state.failure is not None)
    assert (state.delivered, state.waiting, state.lost) == (0, 2, 0)
    assert set(numbers(receiver)) == {1}, "the second waits for the first"
    receiver.status = 204
    assert outbox.wait_until_empty(10)
    assert numbers(receiver)[-2:] == [1, 2]
    assert (state.delivered, state.failure) == (2, None)


def test_a_receiver_that_is_gone_gets_everything_when_it_is_back(outbox, receiver):
    receiver.stop()
    for number in range(5):
        outbox.put("hook", event(number))
    (state,) = outbox.states()
    wait_for(lambda: state.failure is not None)
    receiver.start()
    assert outbox.wait_until_empty(10)
    assert numbers(receiver) == list(range(5))


def test_what_is_refused_again_and_again_does_not_hold_up_the_rest(outbox, receiver):
    receiver.status = 404
    outbox.put("hook", event(1))
    (state,) = outbox.states()
    wait_for(lambda: state.lost == 1)
    assert numbers(receiver) == [1] * REFUSALS
    receiver.status = 200
    outbox.put("hook", event(2))
    assert outbox.wait_until_empty(10)
    assert numbers(receiver)[-1] == 2


def test_a_receiver_that_fails_does_not_hold_up_another(outbox, receiver):
    receiver.status = 500
    with Receiver() as other:
        outbox.serve(
            {
                "hook": ("hook", lambda: Webhook(receiver.url)),
                "other": ("other", lambda: Webhook(other.url)),
            }
        )
        outbox.put("hook", event(1))
        for number in range(5):
            outbox.put("other", event(number))
        wait_for(lambda: len(other.posts) == 5)
        assert numbers(other) == list(range(5))
        outbox.serve({})  # before the other server goes


def test_what_has_not_arrived_is_delivered_after_the_next_start(tmp_path, receiver):
    """The first process is killed without any warning."""
    receiver.status = 500
    code = f"""
import sys, time
from pathlib import Path
from app.site.events.messages import Event
from app.site.events.outbox import Outbox
from app.site.events.webhook import Webhook
outbox = Outbox(Path({str(tmp_path / "spool")!r}))
outbox.serve({{"hook": ("hook", lambda: Webhook({receiver.url!r}))}})
for number in range(3):
    outbox.put("hook", Event(f"id-{{number}}", b'{{"number": %d}}' % number, ""))
print("ready", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout.readline() == b"ready\n"
        with pytest.raises(SinkError, match="another process"):
            Outbox(tmp_path / "spool")
        process.kill()
    receiver.status = 204
    del receiver.posts[:]
    with Outbox(tmp_path / "spool") as outbox:
        outbox.serve({"hook": ("hook", lambda: Webhook(receiver.url))})
        assert outbox.wait_until_empty(10)
    assert numbers(receiver) == [0, 1, 2]
    assert receiver.url.encode() not in (tmp_path / "spool" / "events.db").read_bytes()


def test_of_too_many_that_wait_the_oldest_are_let_go_and_counted(tmp_path, receiver):
    receiver.stop()
    with Outbox(tmp_path / "spool", most_waiting=10, first_pause_s=0.01) as outbox:
        outbox.serve({"hook": ("hook", lambda: Webhook(receiver.url))})
        for number in range(15):
            outbox.put("hook", event(number))
        (state,) = outbox.states()
        assert (state.waiting, state.lost) == (10, 5)
        receiver.start()
        assert outbox.wait_until_empty(10)
    assert numbers(receiver)[-9:] == list(range(6, 15))


def test_a_disk_that_is_full_for_a_while_loses_nothing(tmp_path, receiver):
    with Outbox(tmp_path / "spool", first_pause_s=0.01) as outbox:
        outbox.serve({"hook": ("hook", lambda: Webhook(receiver.url))})
        pages = outbox._database.execute("PRAGMA page_count").fetchone()[0]
        outbox._database.execute(f"PRAGMA max_page_count = {pages}")
        for number in range(30):
            outbox.put("hook", Event(f"id-{number}", json.dumps({"number": number, "rest": "x" * 4000}).encode(), ""))
        outbox._database.execute("PRAGMA max_page_count = 1000000")
        assert outbox.wait_until_empty(10)
    assert numbers(receiver) == list(range(30))


def test_a_spool_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SinkError, match="events can't be kept"):
        Outbox(tmp_path / "file")
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "events.db").write_bytes(b"no database" * 100)
    with pytest.raises(SinkError, match="events can't be kept"):
        Outbox(tmp_path / "spool")


def test_events_for_receivers_that_left_the_file_are_let_go(tmp_path, receiver):
    receiver.status = 500
    with Outbox(tmp_path / "spool", first_pause_s=0.01) as outbox:
        outbox.serve({"hook": ("hook", lambda: Webhook(receiver.url))})
        outbox.put("hook", event(1))
        outbox.serve({})
    with sqlite3.connect(tmp_path / "spool" / "events.db") as database:
        assert database.execute("SELECT count(*) FROM waiting").fetchone() == (0,)
    database.close()


# --- MQTT ----------------------------------------------------------------------------------------


def configuration(tmp_path: Path, *targets: Target, **more) -> EventsConfiguration:
    rule = RuleConfiguration(Happening.PERSON_SEEN, targets)
    return EventsConfiguration("museum", ("front door",), (rule,), tmp_path / "spool", **more)


@needs_mosquitto
def test_events_and_states_arrive_at_a_broker(tmp_path):
    with Mosquitto(tmp_path) as broker, Listener(broker.port) as listener:
        target = Target(mqtt=f"mqtt://127.0.0.1:{broker.port}/facelens/events")
        with Delivery(configuration(tmp_path, target, home_assistant=True)) as delivery:
            for number in range(5):
                delivery.tell(target, event(number))
            delivery.keep("front door", {"people": 2, "fps": 9.5})
            wait_for(lambda: len(listener.at("facelens/events")) == 5)
            wait_for(lambda: listener.at("facelens/museum/front door/state"))
            wait_for(lambda: listener.at("facelens/museum/availability") == ["online"])
            assert delivery.states()[0].delivered == 5
            with Listener(broker.port) as late:
                wait_for(lambda: late.at("facelens/museum/front door/state"))
                assert {retained for _, _, retained in late.heard} == {True}
                config = json.loads(late.at("homeassistant/sensor/facelens_museum_front_door/people/config")[0])
        assert [json.loads(body)["number"] for body in listener.at("facelens/events")] == list(range(5))
        assert config["state_topic"] == "facelens/museum/front door/state"
        assert config["value_template"] == "{{ value_json.people }}"
        assert config["availability_topic"] == "facelens/museum/availability"
        assert config["unique_id"] == "facelens_museum_front_door_people"
        wait_for(lambda: listener.at("facelens/museum/availability")[-1] == "offline")


@needs_mosquitto
def test_the_broker_says_that_a_site_is_gone_that_was_killed(tmp_path):
    code = """
import sys, time
from app.site.events.mqtt import Broker, BrokerAddress
broker = Broker(BrokerAddress("127.0.0.1", int(sys.argv[1]), None, None, False), "museum")
broker.wait_until_connected()
print("ready", flush=True)
time.sleep(60)
"""
    with Mosquitto(tmp_path) as broker, Listener(broker.port) as listener:
        words = [sys.executable, "-c", code, str(broker.port)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout.readline() == b"ready\n"
            wait_for(lambda: listener.at("facelens/museum/availability") == ["online"])
            process.kill()
        wait_for(lambda: listener.at("facelens/museum/availability") == ["online", "offline"])


@needs_mosquitto
def test_a_broker_that_was_gone_gets_events_and_states(tmp_path):
    with Mosquitto(tmp_path) as broker:
        target = Target(mqtt=f"mqtt://127.0.0.1:{broker.port}/facelens/events")
        with Delivery(configuration(tmp_path, target)) as delivery:
            delivery.tell(target, event(0))
            wait_for(lambda: delivery.states()[0].delivered == 1)
            broker.kill()
            delivery.keep("front door", {"people": 3})
            delivery.tell(target, event(1))
            wait_for(lambda: delivery.states()[0].failure is not None)
            broker.start()
            wait_for(lambda: delivery.states()[0].delivered == 2)
            assert delivery.states()[0].failure is None
            with Listener(broker.port) as listener:
                wait_for(lambda: listener.at("facelens/museum/front door/state") == ['{"people": 3}'])
                assert listener.at("facelens/museum/availability") == ["online"]


@needs_mosquitto
def test_a_broker_that_refuses_is_told(tmp_path):
    # no user has this password
    with Mosquitto(tmp_path, passwords="somebody:$7$101$c2FsdA==$c2FsdA==\n") as broker:
        target = Target(mqtt=f"mqtt://me:secret@127.0.0.1:{broker.port}/facelens/events")
        ((name, wrong),) = check_targets(configuration(tmp_path, target))
    assert "not authorized" in wrong
    assert "secret" not in name


# --- the rest --------------------------------------------------------------------------------------


def test_a_message_to_people_is_one_sentence(receiver):
    receiver.status = 200
    Notifier(f"json://127.0.0.1:{receiver.port}/hook", "museum").send(event(7))
    (content,) = receiver.contents
    assert (content["title"], content["message"]) == ("museum", "event 7")


def test_a_message_that_does_not_arrive_is_a_failure(receiver):
    receiver.status = 500
    with pytest.raises(DeliveryError):
        Notifier(f"json://127.0.0.1:{receiver.port}/hook", "museum").send(event(7))


def test_what_is_wrong_with_receivers_is_found_without_telling_anything(tmp_path, receiver):
    targets = [
        Target(webhook=receiver.url),
        Target(webhook=f"http://me:secret@127.0.0.1:{free_port()}/hook?token=1"),
        Target(mqtt=f"mqtt://127.0.0.1:{free_port()}/facelens"),
        Target(notify="nosuchservice://x"),
    ]
    found = dict(check_targets(configuration(tmp_path, *targets)))
    right, *wrong = found.values()
    assert right is None
    assert wrong == ["[Errno 111] Connection refused", "nobody listens there", "Apprise knows no such address"]
    assert not any("secret" in name or "token" in name for name in found)
    assert not receiver.posts
