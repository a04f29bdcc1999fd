"""Is a data set whole: which pictures are missing, damaged, without labels, or there more than once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tqdm import tqdm

from .archive import PictureArchive
from .pictures import PictureError, decode_picture
from .sources import picture_sources, read_dataset_labels

_SHOWN = 10


@dataclass(slots=True)
class Verification:
    """What was found.

    Attributes:
        dataset: which data set it was taken for.
        pictures: number of pictures, each name once.
        labelled: number of pictures that are there and have labels.
        missing: pictures with labels that are not there.
        damaged: pictures that can't be decoded to the end, and why.
        unlabelled: pictures without labels.
        repeated: names that several pictures have, and where these are.
        odd_names: names that are read but are not as they should be, and what is wrong; nothing to worry about.
    """

    dataset: str
    pictures: int
    labelled: int
    missing: list[str] = field(default_factory=list)
    damaged: dict[str, str] = field(default_factory=dict)
    unlabelled: list[str] = field(default_factory=list)
    repeated: dict[str, list[str]] = field(default_factory=dict)
    odd_names: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.damaged or self.unlabelled or self.repeated)

    def as_json(self) -> str:
        return json.dumps({"whole": self.is_whole, **asdict(self)}, indent=2)

    def as_text(self) -> str:
        """A table of the counts, then the first names of each kind."""
        kinds = {
            "missing": self.missing,
            "damaged": [f"{name}: {why}" for name, why in self.damaged.items()],
            "without labels": self.unlabelled,
            "more than once": [f"{name}: {', '.join(places)}" for name, places in self.repeated.items()],
            "odd names": [f"{name!r}: {why}" for name, why in self.odd_names.items()],
        }
        lines = [f"{'data set':<16}{self.dataset:>10}", f"{'pictures':<16}{self.pictures:>10}"]
        lines += [f"{'with labels':<16}{self.labelled:>10}"]
        lines += [f"{kind:<16}{len(found):>10}" for kind, found in kinds.items()]
        for kind, found in kinds.items():
            if found:
                lines += ["", f"{kind}:", *(f"  {line}" for line in found[:_SHOWN])]
            if len(found) > _SHOWN:
                lines.append(f"  and {len(found) - _SHOWN} more (all of them with --json)")
        return "\n".join(lines)


def verify(sources: Sequence[Path], table: Path | None = None, dataset: str | None = None) -> Verification:
    """Look at every picture of a data set, decoding it to its end.

    Args:
        sources: folders and archives, for IMDB-WIKI also its `.mat` files.
        table: CSV with labels, see `read_label_table`.
        dataset: `utkface`, `imdb-wiki` or `folder`; None to find out.

    Raises:
        FileNotFoundError, ValueError: no pictures, or bad labels.
    """
    with PictureArchive(picture_sources(sources)) as archive:
        known = read_dataset_labels(sources, archive, table, dataset)
        found = Verification(
            known.dataset,
            len(archive.names),
            len(known.labels),
            known.missing,
            unlabelled=known.unlabelled,
            repeated=archive.repeated,
            odd_names={name: defect for name, defect in known.odd_names.items() if name not in known.unlabelled},
        )
        names = archive.in_reading_order(archive.names)
        for name in tqdm(names, unit="picture", desc="verifying", disable=None):
            try:
                decode_picture(archive.read(name))
            except PictureError as error:
                found.damaged[name] = str(error)
        return found
