"""The server's pages in a real browser."""

from __future__ import annotations

import base64

import pytest

from tests.app.site.receivers import wait_for
from tests.app.web.browser import Visitor, running_browser, violations
from tests.app.web.museum import Cameras, jpegs, write_site
from tests.app.web.running_server import PHOTO, RunningServer, small_video

TOKEN = "a-token-of-many-letters-and-27"
PAGES = ("/", "/camera", "/live", "/people", "/history", "/about", "/docs")
FACES = "#faces li"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    images = tmp_path_factory.mktemp("camera") / "walk.mjpeg"
    images.write_bytes(b"".join(jpegs()[5:25]))
    with running_browser(images) as running:
        yield running


@pytest.fixture(scope="module")
def server(browser, tmp_path_factory):
    cameras = Cameras()
    try:
        site = write_site(tmp_path_factory.mktemp("site"), cameras)
        with RunningServer(tmp_path_factory.mktemp("server"), "--site", str(site)) as running:
            wait_for(lambda: running.client.get("/api/v1/sources").json()["sources"][0]["frames"], 60.0)
            yield running
    finally:
        cameras.stop()


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    path = tmp_path_factory.mktemp("video") / "walk.mp4"
    small_video(path)
    return path


@pytest.fixture
def visit(browser, server):
    """A function that opens the pages; whatever a browser complains of fails the test."""
    visitors: list[Visitor] = []

    def opened(*, at: str = server.url, **more) -> Visitor:
        visitors.append(Visitor(browser, at, **more))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.close()
        assert visitor.complaints == []


def give(page, event: str, content: bytes, name: str, kind: str) -> None:
    """Let a page get a file as when it is dropped or pasted."""
    page.evaluate(
        """async ([event, content, name, kind]) => {
            const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type: kind }));
            const told = event === "paste"
                ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
                : new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true });
            document.body.dispatchEvent(told);
        }""",
        [event, base64.b64encode(content).decode(), name, kind],
    )


# --- upload -------------------------------------------------------------------------------------------


def test_an_image_that_is_chosen_is_shown_with_its_faces(visit):
    page = visit().page
    page.goto("/")
    page.set_input_files("#empty input.choose >> nth=0", str(PHOTO))
    assert "years" in page.text_content(FACES)
    assert page.text_content("#count") == "1 face"
    assert not page.is_visible("#empty")
    drawn = (
        "() => document.getElementById('overlay').getContext('2d').getImageData(0, 0, 2000, 2000).data.some(Boolean)"
    )
    assert page.evaluate(drawn)


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_an_image_can_be_dropped_and_pasted(visit, event):
    page = visit().page
    page.goto("/")
    give(page, event, PHOTO.read_bytes(), "someone.jpg", "image/jpeg")
    page.wait_for_selector(FACES)
    assert page.text_content("#file-name") == "someone.jpg"


def test_what_is_no_image_is_told_in_words_and_disturbs_nothing(visit):
    visitor = visit()
    page = visitor.page
    page.goto("/")
    give(page, "drop", b"no image at all", "notes.jpg", "image/jpeg")
    page.wait_for_selector("#problem:visible")
    told = page.text_content("#problem p")
    assert "notes.jpg" in told
    assert told.endswith(".")
    assert len(visitor.refusals) == 1
    give(page, "drop", b"", "nothing.png", "image/png")
    assert page.text_content("#problem p") == "Nothing.png is empty."
    page.set_input_files("input.choose >> nth=-1", str(PHOTO))
    page.wait_for_selector(FACES)
    assert not page.is_visible("#problem")


def test_a_video_is_followed_shown_and_erased(visit, server, video):
    page = visit().page
    page.goto("/")
    page.set_input_files("#empty input.choose >> nth=0", str(video))
    page.wait_for_selector("#video-viewer video")
    page.wait_for_function("() => document.querySelector('#video-viewer video').videoWidth === 320")
    names = page.locator(".downloads a").all_inner_texts()
    assert {name.split()[0] for name in names} >= {"copy.mp4", "table.csv", "summary.json"}
    assert all(name.endswith("kB") for name in names)
    address = page.get_attribute("a.button[href*='/people/']", "href")
    # the list of this tab's videos leads to the people as well
    page.goto("/people")
    page.wait_for_selector(".jobs a")
    assert "1 person" in page.text_content(".jobs .job")
    page.click(".jobs a")
    page.wait_for_url(f"**{address}")
    assert "1 person" in page.frame_locator("iframe").locator("body").inner_text()


def test_a_video_that_is_erased_leaves_the_page_and_the_list(visit, video):
    page = visit().page
    page.goto("/")
    page.set_input_files("#empty input.choose >> nth=0", str(video))
    page.click("text=Erase now")
    page.wait_for_selector("#empty:visible")
    page.goto("/people")
    assert page.is_visible("#none")


# --- camera -------------------------------------------------------------------------------------------


def test_the_browsers_camera_is_looked_at_and_can_be_covered(visit):
    page = visit().page
    page.goto("/camera")
    page.click("#start")
    page.wait_for_selector(FACES)
    assert "years" in page.text_content(FACES)
    page.wait_for_function("() => /^[1-9]/.test(document.getElementById('pace').textContent)")
    page.click("#privacy")
    page.wait_for_selector("#video", state="hidden")
    page.click("#stop")
    assert page.is_visible("#start")
    assert page.evaluate("() => document.getElementById('video').srcObject === null")


def test_a_page_without_a_camera_says_so(visit):
    page = visit().page
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'))"
    )
    page.goto("/camera")
    page.click("#start")
    assert page.text_content("#problem p") == "There is no camera. Plug one in, then start again."


# --- a site -------------------------------------------------------------------------------------------


def test_the_sources_of_a_site_are_seen_as_they_are_and_one_of_them_large(visit):
    page = visit().page
    page.goto("/live")
    image = ".source[data-source=door] img"
    page.wait_for_selector(image)
    page.wait_for_function("() => document.querySelector('.state').textContent === 'running'")
    page.wait_for_function("() => /visit/.test(document.querySelector('.figures').textContent)")
    page.click(".larger")
    page.wait_for_function("() => document.getElementById('large-image').naturalWidth === 480")
    page.keyboard.press("Escape")
    assert not page.is_visible("#large")
    page.click("#pause")
    assert page.get_attribute("#pause", "aria-pressed") == "true"


def test_the_history_shows_who_came(visit, server):
    wait_for(lambda: server.client.get("/api/v1/history").json()["total"]["visits"], 60.0)
    page = visit().page
    page.goto("/history")
    assert page.locator("h1").inner_text() == "museum"
    assert page.locator("svg rect").count() > 3
    page.select_option("select", "day")
    page.click("text=Show")
    page.wait_for_url("**by=day**")
    assert page.locator("svg rect").count() > 3


# --- everybody ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_keep_the_rules_for_everybody_and_fit(visit, size, scheme):
    """No rule of axe-core is broken, on any page, empty or with content; nothing scrolls sideways."""
    page = visit(size=size, scheme=scheme).page
    broken = {}

    def look(state: str) -> None:
        if found := violations(page):
            broken[state] = found
        if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            broken[f"{state} is too wide"] = []

    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("load")
        look(path)
        if path == "/":
            page.set_input_files("#empty input.choose >> nth=0", str(PHOTO))
            page.wait_for_selector(FACES)
            look("an image")
        if path == "/camera":
            page.click("#start")
            page.wait_for_selector(FACES)
            look("a camera")
        if path == "/live":
            page.click(".larger")
            look("a large source")
    page.goto("/people/of-nobody")
    look("no such video")
    assert broken == {}


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_walked_through_by_keyboard(visit, path):
    """Tab reaches all that can be used, in the order in which it is seen, and shows where one is."""
    page = visit().page
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate("""() => {
            const at = document.activeElement;
            if (at === document.body) return null;
            const label = at.closest("label.file") ?? at;
            const style = getComputedStyle(label);
            const box = at.getBoundingClientRect();
            const isShown = box.width > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none");
            return [at.outerHTML.slice(0, 90), isShown];
        }""")
        if told is None:
            break
        seen.append(told)
    assert [words for words, is_shown in seen if not is_shown] == []
    wanted = page.evaluate("""() => [...document.querySelectorAll("a, button, input, select")]
        .filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled).length""")
    assert len({words for words, _ in seen}) >= min(wanted - 1, len(seen))
    assert len(seen) >= wanted - 1


def test_the_token_is_asked_for_once(browser, tmp_path, visit):
    with RunningServer(tmp_path / "server", "--token", TOKEN) as server:
        visitor = visit(at=server.url)
        page = visitor.page
        page.goto("/people")
        assert violations(page) == []
        page.fill("input[type=password]", "a-wrong-one")
        page.keyboard.press("Enter")
        page.wait_for_selector(".banner.error")
        page.fill("input[type=password]", TOKEN)
        page.keyboard.press("Enter")
        page.wait_for_selector("#none")
        page.goto("/")
        page.set_input_files("#empty input.choose >> nth=0", str(PHOTO))
        page.wait_for_selector(FACES)


def test_the_interface_is_described_without_another_server(visit):
    page = visit().page
    page.goto("/docs")
    assert page.locator(".operation").count() >= 10
    assert "/api/v1/analyze" in page.locator("main").inner_text()
