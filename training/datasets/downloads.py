"""Download of data sets through pooch: with progress, resumed where it broke off, with a checksum."""

from __future__ import annotations

import logging
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pooch
import requests
from tqdm import tqdm

from inference.files import sha256_of

log = logging.getLogger(__name__)

_IMDB_WIKI = "https://data.vision.ee.ethz.ch/cvl/rrothe/imdb-wiki"
_TIMEOUT_S = 60
# bytes per write; a chunk that is cut off by a broken connection is lost
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive at its authors' address.

    Attributes:
        url: where it is.
        file: its name here.
        page: where people read about it, and download it by hand.
        checksum: `ALGORITHM:HEX`, or None where none is published.
    """

    url: str
    file: str
    page: str
    checksum: str | None = None


# The authors publish no checksums. Those of IMDB-WIKI are what independent users of the archives report.
ARCHIVES = {
    "utkface": Archive(
        "https://drive.usercontent.google.com/download?id=0BxYys69jI14kYVM3aVhKS1VhRUk"
        "&resourcekey=0-dabpv_3J0C0cditpiAfhAw&export=download&confirm=t",
        "UTKFace.tar.gz",
        "https://susanqq.github.io/UTKFace/",
    ),
    "imdb-crop": Archive(
        f"{_IMDB_WIKI}/static/imdb_crop.tar",
        "imdb_crop.tar",
        f"{_IMDB_WIKI}/",
        "md5:44b7548f288c14397cb7a7bab35ebe14",
    ),
    "wiki-crop": Archive(
        f"{_IMDB_WIKI}/static/wiki_crop.tar",
        "wiki_crop.tar",
        f"{_IMDB_WIKI}/",
        "md5:f536eb7f5eae229ae8f286184364b42b",
    ),
    "imdb-meta": Archive(
        f"{_IMDB_WIKI}/static/imdb_meta.tar",
        "imdb_meta.tar",
        f"{_IMDB_WIKI}/",
        "md5:469433135f1e961c9f4c0304d0b5db1e",
    ),
}


class DownloadError(OSError):
    """A download failed; the message says what to do."""


def download(name_or_url: str, output: Path | None = None, sha256: str | None = None) -> tuple[Path, str]:
    """Download an archive; one that is there already and matches its checksum is not downloaded again.

    Args:
        name_or_url: of `ARCHIVES`, or an http(s) address.
        output: file, or folder to put it into (`data` if None).
        sha256: checksum that it must have; where None and none is known for the archive, any content is accepted.

    Returns:
        Path of the archive, and its SHA-256 in hex.

    Raises:
        ValueError: unknown name, or the content has another checksum (it is deleted).
        DownloadError: the server can't be reached or refuses, or the connection broke off; what has arrived stays in
            `FILE.part`, and the same call goes on from there.
    """
    archive = _archive(name_or_url)
    target = _target(output or Path("data"), archive.file)
    checksum = f"sha256:{sha256.lower()}" if sha256 else archive.checksum
    if target.exists():
        _refuse_if_other(target, checksum)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fetch(archive, target, checksum)
    return target, sha256_of(target)


def _archive(name_or_url: str) -> Archive:
    if name_or_url in ARCHIVES:
        return ARCHIVES[name_or_url]
    address = urlsplit(name_or_url)
    if address.scheme not in ("http", "https"):
        raise ValueError(f"{name_or_url!r} is no http address and none of {', '.join(ARCHIVES)}")
    return Archive(name_or_url, unquote(address.path).rpartition("/")[2] or address.netloc, name_or_url)


def _target(output: Path, file: str) -> Path:
    return output / file if output.is_dir() or not output.suffix else output


def _refuse_if_other(target: Path, checksum: str | None) -> None:
    if checksum is None:
        log.info("%s is there already; there is no checksum to hold it against", target)
    elif not pooch.hashes.hash_matches(str(target), checksum):
        raise ValueError(
            f"{target} is there already and has not the checksum {checksum}: move it away, or give another"
        )


def _fetch(archive: Archive, target: Path, checksum: str | None) -> None:
    downloader = ResumingDownloader(target.with_name(target.name + ".part"))
    advice = f"or get it by hand from {archive.page} and put it at {target}"
    try:
        pooch.retrieve(archive.url, checksum, target.name, target.parent, downloader=downloader)
    except requests.HTTPError as error:
        status = "no status" if error.response is None else error.response.status_code
        raise DownloadError(f"the server refuses {archive.url} ({status}); try later, {advice}") from error
    except requests.RequestException as error:
        raise DownloadError(
            f"can't fetch {archive.url} ({type(error).__name__}: {error}); {downloader.kept()} check that this "
            f"machine is on line and run the same command again, {advice}"
        ) from error
    except ValueError as error:  # pooch raises it for a wrong checksum, and deletes the file
        raise ValueError(f"what came from {archive.url} was deleted: {error}. Try again, {advice}") from error


class ResumingDownloader:
    """Downloader for pooch that asks the server for the rest of a partial file (RFC 9110, 14).

    A server without ranges, or whose file has changed, sends all of it again.

    Args:
        part: file in which the download grows; `PART.tag` holds the server's ETag.
    """

    def __init__(self, part: Path) -> None:
        self._part = part
        self._tag = part.with_name(part.name + ".tag")

    def __call__(self, url: str, output_file: str, pooch: object, check_only: bool = False) -> None:
        """Fetch `url` to `output_file`.

        Raises:
            requests.RequestException: the server can't be reached or refuses, or the connection broke off.
            DownloadError: the server gives a web page, or the disk is too full.
        """
        with self._request(url) as response:
            if response.status_code != requests.codes.requested_range_not_satisfiable:
                response.raise_for_status()
                self._receive(response)
        os.replace(self._part, output_file)
        self._tag.unlink(missing_ok=True)

    def kept(self) -> str:
        """Return a sentence about the part that has arrived, for a message; empty where nothing has."""
        size = self._size()
        return f"{size:,} bytes are kept in {self._part}:" if size else ""

    def _size(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _request(self, url: str) -> requests.Response:
        """Open a response: 200 with everything, 206 with the rest, or 416 where nothing is left to download."""
        size = self._size()
        headers = {"Accept-Encoding": "identity"}  # ranges of a compressed response count other bytes
        if size:
            headers["Range"] = f"bytes={size}-"
            if self._tag.exists():
                headers["If-Range"] = self._tag.read_text(encoding="utf-8")
        response = requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT_S)
        content_range = re.match(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", response.headers.get("Content-Range", ""))
        fits = content_range is not None and content_range[1 if response.status_code == 206 else 2] == str(size)
        if size and response.status_code in (206, 416) and not fits:
            response.close()
            self._part.unlink()
            return self._request(url)
        return response

    def _receive(self, response: requests.Response) -> None:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            raise DownloadError(
                f"{response.url} gives a web page, not an archive; open it in a browser and download by hand"
            )
        have = self._size() if response.status_code == requests.codes.partial_content else 0
        if have:
            log.info("going on after %s bytes", f"{have:,}")
        length = int(response.headers.get("Content-Length", 0))
        self._make_sure_it_fits(length)
        mark = response.headers.get("ETag", "")
        if mark and not mark.startswith("W/"):
            self._tag.write_text(mark, encoding="utf-8")
        with (
            self._part.open("ab" if have else "wb") as file,
            tqdm(
                total=have + length or None, initial=have, unit="B", unit_scale=True, desc="fetching", disable=None
            ) as bar,
        ):
            for chunk in response.iter_content(CHUNK):
                file.write(chunk)
                bar.update(len(chunk))
        if length and self._size() < have + length:
            raise requests.ConnectionError(f"only {self._size():,} of {have + length:,} bytes came")

    def _make_sure_it_fits(self, length: int) -> None:
        free = shutil.disk_usage(self._part.parent).free
        if length > free:
            raise DownloadError(f"no room in {self._part.parent}: {length:,} bytes to come, {free:,} are free")
