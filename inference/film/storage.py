"""A film in one file: a ZIP archive with a description in JSON and an array each for frames, faces and so on.

Only arrays of plain numbers are read: a file from anywhere can't make the program do anything.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..attributes import NUM_CLASSES
from ..errors import SinkError, SourceError, UsageError
from ..files import OutputFile
from ..identity.person import BestLook, People, Person, Visit
from ..settings import AnalysisSettings, EngineChoice, ModelChoice, Selection
from ..types import Attributes, RunFacts, SourceInfo, SourceKind
from .corrections import Correction, Corrections, Merge, Relabel, Remove, SplitOff
from .film import Film

T = TypeVar("T")

FILM_ENDING = ".facelens"
_FORMAT, _VERSION = "facelens film", 1
_DESCRIPTION = "film.json"
_ARRAYS = ("frames", "faces", "places", "predictions", "people", "looks")
# so many bytes at the start, in the middle and at the end tell one video from another
_PART_BYTES = 1 << 20
_MAX_DESCRIPTION_BYTES = 1 << 28
_CORRECTIONS = {"merge": Merge, "split": SplitOff, "relabel": Relabel, "remove": Remove}
_CUTS = np.cumsum([*NUM_CLASSES.values()])[:-1]


@dataclass(frozen=True, slots=True)
class FilmHeader:
    """Which video a stored film is the analysis of.

    Attributes:
        name: path of the video when it was stored.
        size: bytes of the video.
        sha256: of its size and of parts of it.
    """

    name: str
    size: int
    sha256: str

    @classmethod
    def of_video(cls, path: str | os.PathLike[str]) -> FilmHeader:
        """Describe a video file.

        Raises:
            SourceError: it can't be read.
        """
        try:
            with open(path, "rb") as file:
                size = os.fstat(file.fileno()).st_size
                digest = hashlib.sha256(str(size).encode())
                for start in (0, size // 2, size - _PART_BYTES):
                    file.seek(max(0, start))
                    digest.update(file.read(_PART_BYTES))
        except OSError as error:
            raise SourceError(f"{os.fspath(path)} can't be read: {error.strerror or error}") from error
        return cls(os.fspath(path), size, digest.hexdigest())

    def is_of(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether a file is this video, wherever it lies and whatever it is called now."""
        try:
            return os.path.getsize(path) == self.size and FilmHeader.of_video(path).sha256 == self.sha256
        except (OSError, SourceError):
            return False

    def video(self, beside: str | os.PathLike[str]) -> str | None:
        """Return where the video is: at its place, or in the folder of the stored film; None where it is at neither."""
        for path in (self.name, os.path.join(os.path.dirname(os.fspath(beside)), os.path.basename(self.name))):
            if self.is_of(path):
                return path
        folder = Path(beside).resolve().parent
        same_size = (one for one in folder.iterdir() if one.is_file() and one.stat().st_size == self.size)
        return next((str(one) for one in same_size if self.is_of(one)), None)


# --- writing -------------------------------------------------------------------------------------


def save_film(film: Film, path: str, *, keep_looks: bool = True) -> None:
    """Write a film with its people and corrections, whole or not at all.

    Args:
        film: the analysis of a video file.
        path: ends in `.facelens`.
        keep_looks: with the small images of people.

    Raises:
        UsageError: another ending, or the film is not that of a video file.
        SinkError: the file can't be written.
    """
    if not path.lower().endswith(FILM_ENDING):
        raise UsageError(f"an analysis is saved as NAME{FILM_ENDING}; got {path}")
    if film.info.path is None or not os.path.isfile(film.info.path) or not film.info.has_time:
        raise UsageError(f"only the analysis of a video file can be saved; {film.info.name} is none")
    header = FilmHeader.of_video(film.info.path)
    output = OutputFile(path)
    try:
        with zipfile.ZipFile(output.part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            _write(archive, film, header, keep_looks=keep_looks)
    except OSError as error:
        output.discard()
        raise SinkError(f"can't write {path}: {error.strerror or error}") from error
    except BaseException:
        output.discard()
        raise
    output.finish()


def _write(archive: zipfile.ZipFile, film: Film, header: FilmHeader, *, keep_looks: bool) -> None:
    facts = film.uncorrected_facts
    persons = () if facts.people is None else facts.people.persons
    looks = [b"" if one.best is None or not keep_looks else one.best.jpeg or b"" for one in persons]
    arrays = film.arrays() | {
        "people": np.array([np.concatenate(one.attributes.probs) for one in persons], dtype=np.float32).reshape(
            -1, sum(NUM_CLASSES.values())
        ),
        "looks": np.frombuffer(b"".join(looks), dtype=np.uint8),
    }
    sums = {}
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        data = buffer.getvalue()
        sums[name] = hashlib.sha256(data).hexdigest()
        archive.writestr(f"{name}.npy", data)
    description = {
        "format": _FORMAT,
        "version": _VERSION,
        "video": asdict(header),
        "source": _info_row(film.info),
        "analysis": _plain(asdict(film.settings)),
        "selection": asdict(film.selection),
        "sources": film.sources,
        "facts": {name: getattr(facts, name) for name in _FACTS},
        "people": None if facts.people is None else _people_row(facts.people, [len(one) for one in looks]),
        "corrections": {
            "in_force": film.corrections.in_force,
            "made": [_correction_row(one) for one in film.corrections.made],
        },
        "sha256": sums,
    }
    archive.writestr(_DESCRIPTION, json.dumps(description, ensure_ascii=False, default=_number))


def _number(value: Any) -> int | float:
    """Return one of NumPy's numbers as Python's."""
    if isinstance(value, np.generic):
        number: int | float = value.item()
        return number
    raise TypeError(f"{value!r} is no number")


_FACTS = ("engine", "engine_reason", "model", "detector", "wall_s", "decode_errors", "interrupted", "error", "notes")


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Enum) else value for name, value in row.items()}


def _info_row(info: SourceInfo) -> dict[str, Any]:
    names = ("name", "kind", "width", "height", "fps", "frame_count", "duration_s", "path")
    return _plain({name: getattr(info, name) for name in names})


def _correction_row(one: Correction) -> dict[str, Any]:
    (name,) = (name for name, kind in _CORRECTIONS.items() if isinstance(one, kind))
    return {"kind": name, **asdict(one)}


def _people_row(people: People, look_bytes: list[int]) -> dict[str, Any]:
    return {
        "person_of_track": [[track, person] for track, person in people.person_of_track.items()],
        "count_range": people.count_range,
        "tracks": people.tracks,
        "rule": people.rule,
        "identity": people.identity,
        "persons": [
            {
                "person_id": one.person_id,
                "quality": one.quality,
                "is_certain": one.is_certain,
                "visits": [asdict(visit) for visit in one.visits],
                "best": None if one.best is None else _look_row(one.best),
                "look_bytes": length,
            }
            for one, length in zip(people.persons, look_bytes, strict=True)
        ],
    }


def _look_row(best: BestLook) -> dict[str, Any]:
    return {
        "source": best.source,
        "frame_index": best.frame_index,
        "time_s": best.time_s,
        "xyxy": [float(value) for value in best.xyxy],
        "quality": best.quality,
    }


# --- reading -------------------------------------------------------------------------------------


def read_header(path: str | os.PathLike[str]) -> FilmHeader:
    """Return which video a stored film belongs to, without reading all of it.

    Raises:
        SourceError: as for `open_film`.
    """
    return _read(path, lambda archive: FilmHeader(**_describe(archive, path)["video"]))


def open_film(path: str | os.PathLike[str]) -> Film:
    """Read a film that `save_film` wrote.

    Raises:
        SourceError: there is no such file, it is no film, it is damaged, or was written by a newer version.
    """
    return _read(path, lambda archive: _film(archive, _describe(archive, path)))


def _read(path: str | os.PathLike[str], read: Callable[[zipfile.ZipFile], T]) -> T:
    name = os.fspath(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return read(archive)
    except FileNotFoundError:
        raise SourceError(f"{name}: there is no such file") from None
    except OSError as error:
        raise SourceError(f"{name} can't be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, IndexError, UsageError) as error:
        raise SourceError(f"{name} is damaged or no saved analysis; analyse the video again") from error


def _describe(archive: zipfile.ZipFile, path: str | os.PathLike[str]) -> dict[str, Any]:
    if archive.getinfo(_DESCRIPTION).file_size > _MAX_DESCRIPTION_BYTES:
        raise ValueError("the description is too long")
    description: dict[str, Any] = json.loads(archive.read(_DESCRIPTION))
    if description["format"] != _FORMAT:
        raise ValueError("another format")
    if description["version"] != _VERSION:
        raise SourceError(
            f"{os.fspath(path)} was saved by another version of FaceLens (format {description['version']}, this one "
            f"reads {_VERSION}); open it there, or analyse the video again"
        )
    return description


def _film(archive: zipfile.ZipFile, description: dict[str, Any]) -> Film:
    arrays = {name: _array(archive, name, description["sha256"][name]) for name in _ARRAYS}
    source = dict(description["source"])
    info = SourceInfo(**source | {"kind": SourceKind(source["kind"])})
    analysis = dict(description["analysis"])
    analysis |= {"engine": EngineChoice(analysis["engine"]), "model": ModelChoice(analysis["model"])}
    known = {one.name for one in fields(AnalysisSettings)}
    settings = AnalysisSettings(**{name: value for name, value in analysis.items() if name in known})
    row = description["facts"]
    people = description["people"]
    facts = RunFacts(
        **row | {"notes": tuple(row["notes"])},
        analysis=settings,
        people=None if people is None else _people(people, arrays["people"], arrays["looks"].tobytes()),
    )
    film = Film(info, settings, Selection(**description["selection"]))
    made = tuple(
        _CORRECTIONS[one["kind"]](**{name: value for name, value in one.items() if name != "kind"})
        for one in description["corrections"]["made"]
    )
    corrections = Corrections(made, int(description["corrections"]["in_force"]))
    film.restore(arrays, tuple(description["sources"]), facts, corrections)
    return film


def _array(archive: zipfile.ZipFile, name: str, sha256: str) -> NDArray[Any]:
    data = archive.read(f"{name}.npy")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{name} has changed")
    array: NDArray[Any] = np.load(io.BytesIO(data), allow_pickle=False)
    return array


def _people(row: dict[str, Any], probs: NDArray[Any], looks: bytes) -> People:
    persons, start = [], 0
    for one, values in zip(row["persons"], probs, strict=True):
        jpeg = looks[start : start + one["look_bytes"]] or None
        start += one["look_bytes"]
        best = None
        if one["best"] is not None:
            best = BestLook(**one["best"] | {"xyxy": np.array(one["best"]["xyxy"], dtype=np.float32)}, jpeg=jpeg)
        age, gender, ethnicity = np.split(values, _CUTS)
        visits = tuple(Visit(**visit) for visit in one["visits"])
        persons.append(
            Person(
                one["person_id"], visits, Attributes(age, gender, ethnicity), one["quality"], best, one["is_certain"]
            )
        )
    low, high = row["count_range"]
    return People(
        tuple(persons),
        {int(track): int(person) for track, person in row["person_of_track"]},
        (low, high),
        row["tracks"],
        row["rule"],
        row["identity"],
    )
