"""Stills: formats, orientation, depths, folders, broken files."""

from __future__ import annotations

import io
import struct
import weakref
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from inference.errors import SourceError
from inference.settings import Selection
from inference.sources import open_images, open_source
from inference.sources.images import read_image
from inference.types import SourceKind

# what each EXIF orientation does to the stored image to set it upright (CIPA DC-008, Orientation)
UPRIGHT = {
    1: lambda image: image,
    2: np.fliplr,
    3: lambda image: np.rot90(image, 2),
    4: np.flipud,
    5: lambda image: image.transpose(1, 0, 2),
    6: lambda image: np.rot90(image, -1),
    7: lambda image: np.rot90(image, 2).transpose(1, 0, 2),
    8: lambda image: np.rot90(image, 1),
}


def save(path: Path, image_bgr: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, image_bgr)[1].tobytes())
    return path


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".bmp", ".tiff"])
def test_formats(tmp_path, quarters, suffix):
    image = read_image(save(tmp_path / f"photo{suffix}", quarters))
    assert image.shape == (120, 160, 3)
    assert image.dtype == np.uint8
    assert np.median(np.abs(image.astype(int) - quarters)) <= (3 if suffix in (".jpg", ".webp", ".avif") else 0)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "tiff"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(tmp_path, quarters, suffix, orientation):
    path = tmp_path / f"photo.{suffix}"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(quarters[..., ::-1]).save(path, exif=exif)
    expected = UPRIGHT[orientation](quarters)
    image = read_image(path)
    assert image.shape == expected.shape
    assert np.median(np.abs(image.astype(int) - expected)) <= 3
    assert np.mean(np.abs(image.astype(int) - expected) > 40) < 0.02


def test_grey(tmp_path):
    ramp = np.tile(np.arange(256, dtype=np.uint8), (4, 1))
    for name in ("ramp.png", "ramp.bmp", "ramp.tiff"):
        image = read_image(save(tmp_path / name, ramp))
        assert (image == ramp[..., None]).all()
    assert np.abs(read_image(save(tmp_path / "ramp.jpg", ramp)).astype(int) - ramp[..., None]).max() <= 4


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
def test_sixteen_bits_keep_their_brightness(tmp_path, suffix):
    grey = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (4, 1))
    colour = np.dstack([grey, grey[:, ::-1], grey])
    for deep in (grey, colour):
        image = read_image(save(tmp_path / f"deep{suffix}", deep))
        expected = np.atleast_3d(deep).astype(float) / 257
        assert np.abs(image - expected).max() <= 1


@pytest.mark.parametrize("suffix", [".png", ".webp", ".tiff"])
def test_transparency_lies_on_white(tmp_path, suffix):
    image = np.zeros((40, 60, 4), np.uint8)
    image[..., :3] = (0, 0, 200)
    image[:, 20:40, 3] = 128
    image[:, 40:, 3] = 255
    path = tmp_path / f"cut-out{suffix}"
    Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA)).save(
        path, **({"lossless": True} if "webp" in suffix else {})
    )
    seen = read_image(path)
    assert seen[20, 10].tolist() == [255, 255, 255]
    assert np.abs(seen[20, 30].astype(int) - (127, 127, 227)).max() <= 1
    assert seen[20, 50].tolist() == [0, 0, 200]


def test_palettes_with_a_transparent_colour(tmp_path):
    image = Image.new("P", (40, 30), 1)
    image.putpalette([10, 20, 30, 200, 100, 50])
    image.paste(0, (0, 0, 20, 30))
    image.save(tmp_path / "palette.png", transparency=0)
    image = read_image(tmp_path / "palette.png")
    assert image[10, 5].tolist() == [255, 255, 255]
    assert image[10, 30].tolist() == [50, 100, 200]


@pytest.mark.parametrize(("name", "width", "height"), [("1.jpg", 1, 1), ("1.png", 1, 1), ("8k.jpg", 7680, 4320)])
def test_any_size(tmp_path, name, width, height):
    image = read_image(save(tmp_path / name, np.full((height, width, 3), 90, np.uint8)))
    assert image.shape == (height, width, 3)
    assert (image.min(), image.max()) == (90, 90)


# --- which files -----------------------------------------------------------------------------------


def test_a_folder_in_the_order_in_which_people_count(tmp_path, quarters):
    names = [
        "10.jpg", "2.PNG", "1.webp", "b/3.jpeg", "a/20.jpg", "a/9.jpg", "Ärger 日本 🙂.jpg", "with space .jpg",
        ".hidden.jpg", ".thumbnails/1.jpg", "notes.txt", "clip.mp4", "x.jpgchip",
    ]  # fmt: skip
    for name in names:
        if name.endswith((".txt", ".mp4", ".jpgchip")):
            (tmp_path / name).write_text("no image")
        else:
            target = tmp_path / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(cv2.imencode(target.suffix.lower(), quarters)[1].tobytes())
    with open_source(tmp_path) as source:
        assert source.info.kind is SourceKind.STILLS
        assert (source.info.name, source.info.path, source.info.frame_count) == (str(tmp_path), str(tmp_path), 8)
        assert (source.info.width, source.info.height, source.info.fps) == (0, 0, None)
        frames = list(source)
        assert source.failures == []
    shown = [str(Path(frame.source).relative_to(tmp_path)) for frame in frames]
    assert shown == [
        "1.webp", "2.PNG", "10.jpg", "a/9.jpg", "a/20.jpg", "b/3.jpeg", "with space .jpg", "Ärger 日本 🙂.jpg",
    ]  # fmt: skip
    assert [frame.index for frame in frames] == list(range(8))
    assert {(frame.timestamp_s, frame.is_still) for frame in frames} == {(0.0, True)}


def test_files_that_are_named_are_read_whatever_they_are_called(tmp_path, quarters):
    data = save(tmp_path / "photo.jpg", quarters).read_bytes()
    targets = []
    for name in (
        "54_0_0_20170109jpg.chip",
        "61_1_20170109.jpgchip",
        "24_0_1 .jpg",
        "noending",
        ".hidden.jpg",
        "png.png",
    ):
        (tmp_path / name).write_bytes(data)
        targets.append(str(tmp_path / name))
    with open_images(targets) as source:
        assert [frame.source for frame in source] == targets
    with open_source(tmp_path / "noending") as source:
        assert source.info.kind is SourceKind.STILLS


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".bmp", ".tiff"])
def test_images_are_known_by_their_first_bytes(tmp_path, quarters, suffix):
    path = save(tmp_path / f"photo{suffix}", quarters).rename(tmp_path / "photo")
    with open_source(path) as source:
        assert source.info.kind is SourceKind.STILLS


def test_files_and_folders_together(tmp_path, quarters):
    first, second, third = (save(tmp_path / name, quarters) for name in ("z.png", "in/b.png", "in/a.png"))
    with open_source([first, tmp_path / "in"]) as source:
        assert source.info.name == f"{first} and 1 more"
        assert source.info.path is None
        assert [frame.source for frame in source] == [str(first), str(third), str(second)]


def test_every(tmp_path, quarters):
    for number in range(10):
        save(tmp_path / f"{number}.png", quarters)
    with open_images([tmp_path], selection=Selection(every=4)) as source:
        assert source.info.frame_count == 3
        assert [frame.index for frame in source] == [0, 4, 8]
        assert [frame.index for frame in source.frames_from(5)] == [8]


def test_nothing_there(tmp_path):
    with pytest.raises(SourceError, match=r"absent.jpg: there is no such file or folder"):
        open_images([tmp_path / "absent.jpg"])
    (tmp_path / "notes.txt").write_text("no image")
    with pytest.raises(SourceError, match=r"holds no images; looked for .jpg"):
        open_images([tmp_path])
    with pytest.raises(SourceError, match="holds no images"):
        open_images([])


# --- damage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".bmp", ".tiff"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_cut_files_are_noticed(tmp_path, suffix, share):
    noise = np.random.default_rng(0).integers(0, 255, (80, 80, 3), np.uint8)
    path = save(tmp_path / f"photo{suffix}", noise)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(SourceError, match=r"damaged|cut short|not an image"):
        read_image(path)


def test_broken_files_are_skipped_and_named(tmp_path, quarters, capfd):
    good = [save(tmp_path / name, quarters) for name in ("1.jpg", "3.png", "6.webp")]
    data = good[1].read_bytes()
    (tmp_path / "2.png").write_bytes(data[: len(data) // 2])
    (tmp_path / "4.jpg").write_text("not an image")
    (tmp_path / "5.jpg").touch()
    (tmp_path / "7.jpg").mkdir()
    with open_images([tmp_path]) as source:
        frames = list(source)
        assert [failure.path for failure in source.failures] == [
            str(tmp_path / name) for name in ("2.png", "4.jpg", "5.jpg")
        ]
        reasons = [failure.reason for failure in source.failures]
    assert [frame.source for frame in frames] == [str(path) for path in good]
    assert [frame.index for frame in frames] == [0, 2, 5]
    assert "cut short" in reasons[0]
    assert "not an image" in reasons[1]
    assert "empty" in reasons[2]
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_where_none_can_be_read_the_source_fails(tmp_path):
    for name in ("a.jpg", "b.png"):
        (tmp_path / name).write_text("not an image")
    with (
        open_images([tmp_path]) as source,
        pytest.raises(SourceError, match=r"a\.jpg: not an image.*; nor any of 1 more"),
    ):
        list(source)
    assert len(source.failures) == 2


def test_images_that_are_too_large_to_be_true_are_refused(tmp_path):
    """A few bytes that claim 60,000 x 60,000 pixels must not fill the memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    (tmp_path / "bomb.png").write_bytes(data)
    with pytest.raises(SourceError, match="too large"):
        read_image(tmp_path / "bomb.png")


def test_odd_exif_is_no_damage(tmp_path, quarters):
    buffer = io.BytesIO()
    Image.fromarray(quarters).save(buffer, "PNG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff nonsense")
    (tmp_path / "odd.png").write_bytes(buffer.getvalue())
    assert read_image(tmp_path / "odd.png").shape == (120, 160, 3)


# --- iterating -------------------------------------------------------------------------------------


def test_one_image_is_in_memory_at_a_time(tmp_path, quarters):
    for number in range(20):
        save(tmp_path / f"{number}.jpg", quarters)
    alive = []
    with open_images([tmp_path]) as source:
        for frame in source:
            alive.append(weakref.ref(frame.image_bgr))
            del frame
            assert sum(reference() is not None for reference in alive) <= 1
    assert len(alive) == 20


def test_close_ends_the_iteration(tmp_path, quarters):
    for number in range(5):
        save(tmp_path / f"{number}.jpg", quarters)
    source = open_images([tmp_path])
    frames = iter(source)
    next(frames)
    source.close()
    assert list(frames) == []


# --- leafing, and folders that are written into -------------------------------------------------


@pytest.mark.parametrize(
    ("every", "number", "count", "before"), [(1, 4, 1, 3), (1, 4, 2, 1), (1, 1, 3, 0), (1, 0, 1, 0), (2, 4, 1, 0)]
)
def test_the_image_before_is_one_that_can_be_read(tmp_path, quarters, every, number, count, before):
    for index in range(6):
        save(tmp_path / f"{index}.png", quarters)
    (tmp_path / "2.png").write_bytes(b"no image")
    with open_images([tmp_path], selection=Selection(every=every)) as source:
        assert 2 not in [frame.index for frame in source]
        assert source.before(number, count) == before


def test_the_folder_that_is_written_into_is_not_read(tmp_path, quarters):
    save(tmp_path / "a.png", quarters)
    save(tmp_path / "faces" / "a.png", quarters)
    save(tmp_path / "more" / "faces" / "b.png", quarters)
    with open_images([tmp_path], apart=tmp_path / "more" / ".." / "faces") as source:
        assert [Path(frame.source).relative_to(tmp_path).as_posix() for frame in source] == [
            "a.png",
            "more/faces/b.png",
        ]


def test_an_output_folder_that_is_not_there_yet_leaves_nothing_out(tmp_path, quarters):
    save(tmp_path / "a.png", quarters)
    with open_images([tmp_path], apart=tmp_path / "faces") as source:
        assert source.info.frame_count == 1
