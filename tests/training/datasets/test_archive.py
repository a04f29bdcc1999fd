from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pillow_heif import register_heif_opener

from training.datasets.archive import ImageArchive
from training.datasets.images import ImageError, decode_image, is_image_name


def tar_of(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize("name", ["faces.tar", "faces.tar.gz"])
def test_tar_archives_are_read_and_what_is_no_image_is_not(tmp_path: Path, name: str) -> None:
    path = tar_of(tmp_path / name, {"set/b.jpg": b"bb", "set/a.jpg": b"a", "set/notes.txt": b"n", "set/._a.jpg": b"x"})
    with ImageArchive([path]) as archive:
        assert archive.names == ["a.jpg", "b.jpg"]
        assert (archive.read("a.jpg"), archive.read("set/b.jpg")) == (b"a", b"bb")
        assert archive.in_reading_order(["a.jpg", "gone.jpg", "b.jpg"]) == ["b.jpg", "a.jpg"]


def test_a_path_tells_images_of_one_name_apart(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / "set" / folder).mkdir(parents=True)
        (tmp_path / "set" / folder / "1.jpg").write_bytes(folder.encode())
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as more:
        more.writestr("x/1.jpg", b"zip")
        more.writestr("deep/er/2.jpg", b"two")
    with ImageArchive([tmp_path / "set", tmp_path / "more.zip"]) as archive:
        assert (archive.read("x/1.jpg"), archive.read("y\\1.jpg"), archive.read("1.jpg")) == (b"x", b"y", b"x")
        assert (archive.read("er/2.jpg"), archive.read("2.jpg")) == (b"two", b"two")
        assert "z/1.jpg" not in archive
        assert "r/2.jpg" not in archive
        assert archive.repeated == {"1.jpg": ["set:x/1.jpg", "set:y/1.jpg", "more.zip:x/1.jpg"]}


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "faces.zip").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(ValueError, match="neither a folder nor a zip or tar"):
        ImageArchive([tmp_path / "faces.zip"])
    with pytest.raises(FileNotFoundError, match=r"absent\.zip does not exist"):
        ImageArchive([tmp_path / "absent.zip"])


def test_an_archive_that_ends_early_is_told_of(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    path = tar_of(tmp_path / "faces.tar.gz", {f"{i}.jpg": rng.bytes(50_000) for i in range(4)})
    path.write_bytes(path.read_bytes()[:120_000])
    with pytest.raises(ValueError, match="damaged"):
        ImageArchive([path])
    plain = tar_of(tmp_path / "faces.tar", {f"{i}.jpg": rng.bytes(50_000) for i in range(4)})
    plain.write_bytes(plain.read_bytes()[:120_000])
    with pytest.raises(ValueError, match="damaged"):
        ImageArchive([plain])


def test_a_damaged_zip_entry_is_an_image_that_can_t_be_read(tmp_path: Path) -> None:
    path = tmp_path / "faces.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", bytes(range(256)) * 40)
    data = bytearray(path.read_bytes())
    data[60:80] = bytes(20)
    path.write_bytes(data)
    with ImageArchive([path]) as opened, pytest.raises(ImageError, match=r"can't be read"):
        opened.read("a.jpg")


def test_an_image_without_its_end_is_refused(chip: NDArray[np.uint8]) -> None:
    whole = cv2.imencode(".jpg", chip)[1].tobytes()
    assert decode_image(whole).shape == (200, 200, 3)
    for data in (whole[: len(whole) // 2], whole[:-20], b"", b"\xff\xd8 not an image"):
        with pytest.raises(ImageError):
            decode_image(data)


def test_images_are_read_as_the_application_reads_them(chip: NDArray[np.uint8]) -> None:
    register_heif_opener()
    file = io.BytesIO()
    Image.fromarray(chip).save(file, "HEIF", quality=95)
    assert is_image_name("set/IMG_1.HEIC")
    assert np.abs(decode_image(file.getvalue())[..., ::-1].astype(int) - chip).mean() < 3


def test_an_image_is_found_by_its_bare_name_in_folder_and_zip(chips: Path) -> None:
    with ImageArchive([chips / "more.zip"]) as archive:
        assert archive.names == ["44_1_3_20170101000001234.jpg .chip.jpg"]
        assert archive.read(archive.names[0]).startswith(b"\xff\xd8")
