"""Stills: formats, orientation, depths, folders, broken files."""

from __future__ import annotations

import contextlib
import io
import os
import re
import socket
import struct
import threading
import weakref
import zlib
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image, TiffImagePlugin
from pillow_heif import register_heif_opener

from inference.errors import SourceError
from inference.process import leave_image_sizes_to_us
from inference.settings import Selection
from inference.sources import image_reading, open_images, open_source, open_video
from inference.sources.image_reading import check_size, decode_still, read_image, read_still
from inference.types import SourceKind
from tests.photos import grace_hopper

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


def orientation(number: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = number
    return exif


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


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "heic", "tiff"])
@pytest.mark.parametrize("number", range(1, 9))
def test_exif_orientation(tmp_path, quarters, suffix, number):
    path = tmp_path / f"photo.{suffix}"
    register_heif_opener()
    Image.fromarray(quarters[..., ::-1]).save(path, exif=orientation(number).tobytes())
    expected = UPRIGHT[number](quarters)
    image = read_image(path)
    assert image.shape == expected.shape
    assert np.median(np.abs(image.astype(int) - expected)) <= 3
    assert np.mean(np.abs(image.astype(int) - expected) > 40) < 0.02


@pytest.mark.parametrize(
    ("name", "format_name", "tolerance"),
    [
        ("IMG_0001.HEIC", "HEIF", 4), ("photo.jp2", "JPEG2000", 3), ("photo.j2k", "JPEG2000", 3),
        ("photo.ppm", "PPM", 0),
        ("photo.tga", "TGA", 0), ("photo.ico", "ICO", 0), ("photo.gif", "GIF", 12), ("photo.jfif", "JPEG", 3),
        ("photo.JPE", "JPEG", 3), ("photo.hif", "HEIF", 4),
    ],
)  # fmt: skip
def test_what_folders_hold_besides(tmp_path, quarters, name, format_name, tolerance):
    register_heif_opener()
    options = {"sizes": [(160, 120)]} if format_name == "ICO" else {}
    Image.fromarray(quarters[..., ::-1]).save(tmp_path / name, format_name, **options)
    with open_images([tmp_path]) as source:
        (frame,) = source
        assert (source.failures, source.notes) == ([], [])
    assert np.median(np.abs(frame.image_bgr.astype(int) - quarters)) <= tolerance


def test_deep_heic_keeps_its_brightness(tmp_path):
    grey = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (64, 1))
    deep = pillow_heif.from_bytes("RGB;16", (256, 64), np.dstack([grey] * 3).tobytes())
    deep.save(tmp_path / "deep.heic", quality=-1)
    assert pillow_heif.open_heif(tmp_path / "deep.heic", convert_hdr_to_8bit=False).info["bit_depth"] >= 10
    assert np.abs(read_image(tmp_path / "deep.heic").astype(int) - (grey / 257)[..., None]).max() <= 3


def pq_signal(light_of_white: float) -> float:
    """Inverse EOTF of SMPTE ST 2084, white being 203 cd/m² (ITU-R BT.2408)."""
    power = (light_of_white * 203 / 10_000) ** (2610 / 16384)
    return ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)


def test_hdr_photographs_are_tone_mapped(tmp_path):
    """Cameras write HDR as HEIF in PQ; its values taken for those of a screen look washed out."""
    levels = (40, 90, 130)
    signal = [pq_signal((level / 255) ** 2.4) for level in levels]
    image = np.repeat(np.array(signal)[:, None], 3, axis=1).repeat(32, axis=0)[:, None].repeat(64, axis=1)
    deep = pillow_heif.from_bytes("RGB;16", (64, 96), (image * 65535).astype(np.uint16).tobytes())
    tags = {"color_primaries": 9, "transfer_characteristics": 16, "matrix_coefficients": 9, "full_range_flag": 1}
    deep.save(tmp_path / "a.hif", quality=-1, **tags)
    shown = read_image(tmp_path / "a.hif")
    assert shown.shape == (96, 64, 3)
    for number, level in enumerate(levels):
        assert shown[32 * number + 16, 32].tolist() == pytest.approx([level] * 3, abs=4)


def test_a_wrong_ending_does_not_matter(tmp_path, quarters):
    register_heif_opener()
    image = Image.fromarray(quarters[..., ::-1])
    image.save(tmp_path / "a.jpg", "HEIF")
    image.save(tmp_path / "b.heic", "JPEG")
    image.save(tmp_path / "c.png", "WEBP")
    image.save(tmp_path / "d.nef", "JPEG")  # what a camera's program exports under the old name
    with open_images([tmp_path]) as source:
        assert len(list(source)) == 4


def test_a_bitmap_with_alpha_and_cmyk(tmp_path, quarters):
    (tmp_path / "a.bmp").write_bytes(cv2.imencode(".bmp", cv2.cvtColor(quarters, cv2.COLOR_BGR2BGRA))[1].tobytes())
    assert (read_image(tmp_path / "a.bmp") == quarters).all()
    for name in ("b.jpg", "b.tiff"):
        Image.fromarray(quarters[..., ::-1]).convert("CMYK").save(tmp_path / name)
        assert np.median(np.abs(read_image(tmp_path / name).astype(int) - quarters)) <= 3


def dng(image: Image.Image) -> bytes:
    """A TIFF as a camera writes it: a small preview first, the RAW behind it."""
    buffer = io.BytesIO()
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254], tags[50706] = 1, bytes([1, 4, 0, 0])
    image.resize((16, 12)).save(buffer, "TIFF", tiffinfo=tags)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.cr2", b"II*\0\x10\0\0\0CR\2\0" + bytes(80), "camera RAW.*export it as JPEG"),
        ("a.NEF", b"MM\0*" + bytes(80), "camera RAW"),
        ("a.raf", b"FUJIFILMCCD-RAW 0201" + bytes(80), "camera RAW"),
        ("renamed.jpg", b"\0\0\0\x18ftypcrx \0\0\0\1" + bytes(80), "camera RAW"),
        ("a.svg", b"<?xml version='1.0'?><svg/>", "a drawing"),
        ("a.exr", b"v/1\1" + bytes(80), "HDR"),
        ("a.hdr", b"#?RADIANCE\n" + bytes(80), "HDR"),
        ("a.jxl", b"\xff\n" + bytes(80), "JPEG XL"),
    ],
)
def test_kinds_that_are_not_read_are_refused_clearly_and_told(tmp_path, quarters, name, data, reason):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=reason):
        read_image(tmp_path / name)
    save(tmp_path / "z.png", quarters)
    with open_images([tmp_path]) as source:
        assert [Path(frame.source).name for frame in source] == ["z.png"]
        assert [Path(failure.path).name for failure in source.failures] == [name]


def test_the_preview_of_camera_raw_does_not_pass_for_the_image(tmp_path, quarters):
    for name in ("a.dng", "renamed.tif"):
        (tmp_path / name).write_bytes(dng(Image.fromarray(quarters)))
        with pytest.raises(SourceError, match="camera RAW"):
            read_image(tmp_path / name)


@pytest.mark.parametrize("name", ["a.webp", "a.png", "a.gif", "a.avif", "pages.tif", "burst.heic", "stereo.mpo"])
def test_of_several_images_in_a_file_the_first_is_read_and_that_is_said(tmp_path, quarters, name):
    register_heif_opener()
    first = Image.fromarray(quarters[..., ::-1])
    others = [Image.fromarray(np.roll(quarters, 30 * number, axis=1)[..., ::-1]) for number in (1, 2)]
    first.save(tmp_path / name, save_all=True, append_images=others)
    still = read_still(tmp_path / name)
    assert np.median(np.abs(still.image_bgr.astype(int) - quarters)) <= 12
    if name == "stereo.mpo":  # as Pillow writes it, its images are none of one kind: a telephone's
        assert still.remark is None
    elif Path(name).suffix in (".tif", ".heic"):
        assert still.remark == "holds 3 images; the first is analysed"
    else:
        assert still.remark.startswith("moves: the first of its 3 images is analysed")


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


def names_of(source, root: Path) -> list[str]:
    return [Path(frame.source).relative_to(root).as_posix() for frame in source]


def test_a_file_without_ending_is_known_by_its_content(tmp_path, quarters):
    (tmp_path / "IMG_1234").write_bytes(save(tmp_path / "b.png", quarters).read_bytes())
    (tmp_path / "README").write_text("no image")
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "._b.png").write_bytes(b"\0\5\x16\7")
    with open_images([tmp_path]) as source:
        assert names_of(source, tmp_path) == ["b.png", "IMG_1234"]
        assert (source.failures, source.notes) == ([], [])


def test_what_is_no_file_is_skipped_with_the_reason(tmp_path, quarters):
    """A named pipe that nobody writes into would hold up the folder for ever."""
    save(tmp_path / "a.png", quarters)
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "null.jpg").symlink_to(os.devnull)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket.jpg"))
        with open_images([tmp_path]) as source:
            assert names_of(source, tmp_path) == ["a.png"]
    reasons = {Path(path).name: reason for path, reason in source.failures}
    assert "named pipe" in reasons.pop("pipe.jpg")
    assert "socket" in reasons.pop("socket.jpg")
    assert "device" in reasons.pop("null.jpg")
    assert "not there" in reasons.pop("gone.jpg")
    assert not reasons


def test_a_pipe_of_the_shell_is_read_to_its_end(tmp_path, quarters):
    data = save(tmp_path / "a.png", quarters).read_bytes()
    receiving, sending = os.pipe()

    def send() -> None:
        for start in range(0, len(data), 100):
            os.write(sending, data[start : start + 100])
        os.close(sending)

    writer = threading.Thread(target=send)
    writer.start()
    try:
        with open_images([f"/dev/fd/{receiving}"]) as source:
            assert [(frame.image_bgr == quarters).all() for frame in source] == [True]
    finally:
        writer.join()
        os.close(receiving)


def test_waiting_for_a_pipe_ends_when_the_source_is_closed():
    receiving, sending = os.pipe()
    try:
        with open_images([f"/dev/fd/{receiving}"]) as source:
            source.close()
            assert next(source.frames_from(0), None) is None
            stop = threading.Event()
            stop.set()
            with pytest.raises(SourceError, match="stopped"):
                read_still(f"/dev/fd/{receiving}", stop)
    finally:
        os.close(receiving)
        os.close(sending)


def test_folders_that_can_not_be_searched_are_named(tmp_path, quarters, monkeypatch):
    save(tmp_path / "a.png", quarters)
    save(tmp_path / "secret" / "b.png", quarters)
    scan = os.scandir

    def scandir(path: str):
        if path.endswith("secret"):  # as for everybody but an administrator
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with open_images([tmp_path]) as source:
        assert names_of(source, tmp_path) == ["a.png"]
        assert source.skipped_folders == [(str(tmp_path / "secret"), "Permission denied")]
        assert source.failures == []
    with pytest.raises(SourceError, match=r"secret holds no images.*skipped .*secret: Permission denied"):
        open_images([tmp_path / "secret"])


def test_linked_folders_are_searched_once_each(tmp_path, quarters):
    save(tmp_path / "photos" / "z" / "1.png", quarters)
    save(tmp_path / "elsewhere" / "2.png", quarters)
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "photos")
    (tmp_path / "elsewhere" / "round").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "photos" / "a").symlink_to(tmp_path / "photos" / "z")  # there already
    (tmp_path / "photos" / "sub").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "photos" / "again").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "photos" / "up").symlink_to(tmp_path)
    with open_images([tmp_path / "photos"]) as source:
        found = names_of(source, tmp_path / "photos")
        assert [Path(path).name for path in found] == ["2.png", "1.png"]
        assert found[1] == "z/1.png"
        ((path, reason),) = source.skipped_folders[:1]
    assert path == str(tmp_path / "photos" / "up")
    assert "a folder that holds this one" in reason


def test_a_file_that_is_reached_twice_is_read_once(tmp_path, quarters):
    path = save(tmp_path / "photos" / "b.png", quarters)
    (tmp_path / "photos" / "a.png").symlink_to(path)
    with open_images([tmp_path / "photos", path]) as source:
        assert [frame.source for frame in source] == [str(path)]
        (note,) = source.notes
    assert note.startswith(f"{tmp_path / 'photos' / 'a.png'} and 1 more: the same file")


def test_videos_among_images_are_named(tmp_path, quarters):
    save(tmp_path / "IMG_1.jpg", quarters)
    for name in ("IMG_1.MOV", "IMG_2.mp4"):
        (tmp_path / name).touch()
    with open_images([tmp_path]) as source:
        assert source.notes == [f"{tmp_path / 'IMG_1.MOV'} and 1 more: left out among images; open it as a video"]


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


@pytest.fixture
def noise() -> np.ndarray:
    """No two rows of it are alike."""
    return np.random.default_rng(0).integers(0, 255, (80, 80, 3), np.uint8)


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif", ".bmp", ".tiff"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_cut_files_are_noticed(tmp_path, noise, suffix, share):
    """Where a good part is there it is read, and what is missing is said; else the file is refused."""
    path = save(tmp_path / f"photo{suffix}", noise)
    whole = read_image(path)
    cut(path, share)
    if share < 0.1 or suffix in (".webp", ".avif", ".tiff"):
        with pytest.raises(SourceError, match=r"damaged|cut short|not an image"):
            read_still(path)
        return
    still = read_still(path)
    assert "incomplete" in still.remark
    missing = int(re.search(r"as much as (\d+)%", still.remark)[1])
    assert missing / 100 == pytest.approx(1 - share, abs=0.15)
    there = int(share * 80) - 12
    part = slice(80 - there, 80) if suffix == ".bmp" else slice(0, there)
    assert np.abs(still.image_bgr[part].astype(int) - whole[part]).mean() < 5


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("missing", [2, 0.05])
def test_a_jpeg_that_lacks_its_end_is_read_as_viewers_read_it(tmp_path, capfd, options, missing):
    portrait = grace_hopper()
    path = tmp_path / "photo.jpg"
    Image.fromarray(portrait[..., ::-1]).save(path, quality=90, exif=orientation(6), **options)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - (missing if missing > 1 else int(missing * len(data)))])
    with open_images([path]) as source:
        (frame,) = source
        assert len(source.notes) == 1
        assert source.failures == []
    assert source.notes[0].startswith(f"{path}: incomplete")
    expected = np.rot90(portrait, -1)
    upper = slice(portrait.shape[0] // 10, None)  # what was at the bottom is on the left
    assert np.abs(frame.image_bgr[:, upper].astype(int) - expected[:, upper]).mean() < 3
    assert capfd.readouterr() == ("", ""), "a library speaks"


def test_an_image_of_one_colour_may_lack_its_end(tmp_path):
    path = save(tmp_path / "wall.jpg", np.full((40, 40, 3), (40, 90, 200), np.uint8))
    path.write_bytes(path.read_bytes()[:-2])
    assert np.abs(read_image(path).astype(int) - (40, 90, 200)).max() <= 3


def test_a_thumbnail_does_not_stand_for_an_image_that_is_missing(tmp_path, quarters):
    exif = Image.Exif()
    exif[0x0110] = "camera" * 2000  # as large as a preview
    path = tmp_path / "photo.jpg"
    Image.fromarray(quarters).save(path, exif=exif)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"\xff\xda")])
    with pytest.raises(SourceError, match="damaged or cut short"):
        read_image(path)


def test_what_follows_the_end_of_an_image_is_passed_over(tmp_path, quarters, capfd):
    for name in ("photo.jpg", "photo.png", "photo.webp"):
        path = save(tmp_path / name, quarters)
        path.write_bytes(path.read_bytes() + b"a video, say" * 1000)
        still = read_still(path)
        assert still.image_bgr.shape == quarters.shape
        assert still.remark is None
    assert capfd.readouterr().err == ""


def interlaced_png(image: np.ndarray) -> bytes:
    """A grey PNG whose first pass holds every eighth pixel, and so on (Adam7); Pillow writes none."""
    passes = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
    rows = [b"\0" + row.tobytes() for y, x, dy, dx in passes for row in image[y::dy, x::dx]]
    header = struct.pack(">IIBBBBB", *image.shape[::-1], 8, 0, 0, 0, 1)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def test_an_interlaced_image_that_is_cut_is_read_as_far_as_it_goes(tmp_path, noise):
    grey = noise[..., 0]
    data = interlaced_png(grey)
    (tmp_path / "a.png").write_bytes(data)
    assert (read_image(tmp_path / "a.png") == grey[..., None]).all()
    (tmp_path / "a.png").write_bytes(data[: len(data) * 3 // 4])
    still = read_still(tmp_path / "a.png")
    assert "incomplete" in still.remark
    assert (still.image_bgr[::2, ::2] == grey[::2, ::2, None]).all()


def test_an_image_with_a_wrong_check_sum_is_read(tmp_path, noise):
    path = save(tmp_path / "photo.png", noise)
    data = bytearray(path.read_bytes())
    at = data.index(b"IDAT")
    end = at + 4 + int.from_bytes(data[at - 4 : at], "big")
    data[end : end + 4] = b"\1\2\3\4"
    path.write_bytes(data)
    assert (read_image(path) == noise).all()


def test_broken_files_are_skipped_and_named(tmp_path, quarters, capfd):
    good = [save(tmp_path / name, quarters) for name in ("1.jpg", "3.png", "6.webp")]
    data = good[1].read_bytes()
    (tmp_path / "2.png").write_bytes(data[:40])
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


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int) -> bytes:
    """A few bytes that claim to be so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_one_limit_holds_for_the_pixels_of_all_formats(tmp_path):
    """Bytes that claim 60,000 x 60,000 pixels must not fill the memory."""
    tiny = np.zeros((8, 8, 3), np.uint8)
    jpeg = bytearray(cv2.imencode(".jpg", tiny)[1].tobytes())
    size_at = jpeg.index(b"\xff\xc0") + 5
    jpeg[size_at : size_at + 4] = struct.pack(">HH", 60_000, 60_000)
    bmp = bytearray(cv2.imencode(".bmp", tiny)[1].tobytes())
    bmp[18:26] = struct.pack("<ii", 60_000, 60_000)
    ppm = b"P6 60000 60000 255\n" + bytes(100)
    for name, data in (("a.jpg", jpeg), ("a.png", png_of(60_000, 60_000)), ("a.bmp", bmp), ("a.ppm", ppm)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceError, match=r"too large: 60,000 x 60,000 pixels; 250 million are the most"):
            read_image(tmp_path / name)


def test_the_largest_images_of_telephones_are_below_the_limit():
    check_size((16_320, 12_240))
    leave_image_sizes_to_us()
    with Image.open(io.BytesIO(png_of(16_320, 12_240))) as image:  # Pillow's own limit would be 179 million
        assert image.width == 16_320


def test_a_narrow_image_may_be_as_long_as_jpeg_allows(tmp_path):
    assert read_image(save(tmp_path / "long.jpg", np.full((4, 65_500, 3), 90, np.uint8))).shape == (4, 65_500, 3)


@pytest.mark.parametrize("number", [1, 3, 6, 8])
def test_a_photograph_with_exif_opens_as_a_video_of_one_frame_too(tmp_path, quarters, number):
    """PyAV does not know this kind of side data."""
    Image.fromarray(quarters[..., ::-1]).save(tmp_path / "a.jpg", exif=orientation(number))
    with open_video(tmp_path / "a.jpg") as source:
        (frame,) = source
        assert (source.info.height, source.info.width) == frame.image_bgr.shape[:2]
    expected = read_image(tmp_path / "a.jpg")
    assert frame.image_bgr.shape == expected.shape
    assert np.median(np.abs(frame.image_bgr.astype(int) - expected)) <= 3


def test_libraries_say_nothing_of_a_damaged_tiff(tmp_path, noise, capfd):
    path = tmp_path / "a.tif"
    Image.fromarray(noise).save(path, compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    data[200:1200] = bytes(1000)
    path.write_bytes(data)
    with contextlib.suppress(SourceError):
        read_image(path)
    assert capfd.readouterr() == ("", "")


def test_a_jpeg_that_is_damaged_in_the_middle_is_read_and_that_is_said(tmp_path, noise, capfd):
    path = tmp_path / "a.jpg"
    Image.fromarray(noise).save(path, restart_marker_rows=1)
    data = path.read_bytes()
    middle = data.index(b"\xff\xd3")  # of the eighth row and on, where the decoder finds its feet again
    path.write_bytes(data[:middle] + b"\xff\xd5" + data[middle + 2 :])
    still = read_still(path)
    assert (still.image_bgr.shape, still.is_whole) == (noise.shape, False)
    assert still.remark.startswith("damaged: parts of the image may be distorted or missing")
    assert capfd.readouterr() == ("", ""), "a library speaks"


def test_what_can_not_be_seen_of_a_jpeg_is_no_damage(tmp_path, quarters, capfd):
    whole = tmp_path / "a.jpg"
    Image.fromarray(quarters).save(whole)
    data = whole.read_bytes()
    unknown_edition_of_jfif = data[:11] + b"\x09" + data[12:]
    stray_bytes = data[:-2] + bytes(20) + data[-2:]
    for odd in (unknown_edition_of_jfif, stray_bytes):
        still = decode_still(odd)
        assert (still.remark, still.is_whole) == (None, True)
        assert np.array_equal(still.image_bgr, read_image(whole))
    assert capfd.readouterr() == ("", ""), "a library speaks"


def test_a_jpeg_that_is_misread_from_its_middle_on_does_not_pass_for_whole():
    """All that the decoder notices are bytes that are left over at the end, as in files that cameras fill up."""
    buffer = io.BytesIO()
    portrait = grace_hopper()
    Image.fromarray(portrait[..., ::-1]).save(buffer, "JPEG", quality=90)
    data = buffer.getvalue()
    middle = len(data) // 2
    still = decode_still(data[:middle] + bytes(500) + data[middle + 500 :])
    assert np.abs(still.image_bgr[-100:].astype(int) - portrait[-100:]).mean() > 3
    assert not still.is_whole


def test_no_pixel_of_a_damaged_jpeg_comes_from_elsewhere(noise):
    """A decoder that gives up leaves the rows that follow as they are: memory in which other images were."""
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", progressive=True)
    data = buffer.getvalue()
    middle = len(data) // 2
    second_head = b"\xff\xc0\x00\x03\x01"
    for _ in range(5):
        assert decode_still(data).is_whole  # and lets go of its memory
        with pytest.raises(SourceError, match="next to nothing"):
            decode_still(data[:middle] + second_head + data[middle:])


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_a_jpeg_of_another_kind_of_colour_is_upright_and_may_be_cut(tmp_path, quarters, mode):
    path = tmp_path / "a.jpg"
    Image.fromarray(quarters).convert(mode).save(path, exif=orientation(6), quality=95)
    whole = read_still(path)
    assert (whole.image_bgr.shape, whole.remark) == ((160, 120, 3), None)
    path.write_bytes(path.read_bytes()[:-30])
    still = read_still(path)
    assert still.remark.startswith("incomplete")
    assert np.abs(still.image_bgr[:, 40:].astype(int) - whole.image_bgr[:, 40:]).mean() < 3


def test_a_few_bytes_that_claim_a_large_image_are_not_filled_up(tmp_path, monkeypatch):
    """Making 200 million pixels of nothing takes half a minute."""
    filled = []
    monkeypatch.setattr(image_reading, "_to_bgr", lambda image: filled.append(image.size))
    with pytest.raises(SourceError, match=r"damaged|cut short"):
        decode_still(png_of(8_000, 8_000))
    assert not filled


def test_odd_exif_is_no_damage(tmp_path, quarters):
    buffer = io.BytesIO()
    Image.fromarray(quarters).save(buffer, "PNG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff nonsense")
    (tmp_path / "odd.png").write_bytes(buffer.getvalue())
    assert read_image(tmp_path / "odd.png").shape == (120, 160, 3)


def test_each_of_many_broken_files_costs_the_same(tmp_path):
    """What is noted of a file must not be compared with all that was noted before."""
    counted = 0

    class Counting(str):
        def __eq__(self, other: object) -> bool:
            nonlocal counted
            counted += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    for number in range(150):
        (tmp_path / f"{number}.jpg").write_text("no image")
    source = open_images([tmp_path])
    source._paths = [Counting(path) for path in source._paths]
    for _ in range(2):
        with pytest.raises(SourceError):
            list(source)
    assert len(source.failures) == 150
    assert counted < 1500


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
