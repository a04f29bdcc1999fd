"""Verification of a data set: images that are missing, damaged, without labels, or there more than once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from tqdm import tqdm

from .images import ImageError, decode_image
from .sources import Dataset, read_dataset_labels

_SHOWN = 10


@dataclass(slots=True)
class Verification:
    """Findings about a data set.

    Attributes:
        dataset: kind that it was taken for, one of `sources.KINDS`.
        images: number of images, each name once.
        labelled: number of images that are there and have labels.
        missing: images with labels that are not there.
        damaged: images that can't be decoded to the end, and why.
        unlabelled: images without labels.
        repeated: names that several images have, and where these are.
        odd_names: names that can be read but are not as they should be, and what is wrong; they do no harm.
    """

    dataset: str
    images: int
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
        """Return everything as JSON; the number of images has the key `pictures`, as programs expect it."""
        values = {"pictures" if key == "images" else key: value for key, value in asdict(self).items()}
        return json.dumps({"whole": self.is_whole, **values}, indent=2)

    def as_text(self) -> str:
        """Return a table of the counts, then the first names of each kind."""
        kinds = {
            "missing": self.missing,
            "damaged": [f"{name}: {why}" for name, why in self.damaged.items()],
            "without labels": self.unlabelled,
            "more than once": [f"{name}: {', '.join(places)}" for name, places in self.repeated.items()],
            "odd names": [f"{name!r}: {why}" for name, why in self.odd_names.items()],
        }
        lines = [f"{'data set':<16}{self.dataset:>10}", f"{'images':<16}{self.images:>10}"]
        lines += [f"{'with labels':<16}{self.labelled:>10}"]
        lines += [f"{kind:<16}{len(found):>10}" for kind, found in kinds.items()]
        for kind, found in kinds.items():
            if found:
                lines += ["", f"{kind}:", *(f"  {line}" for line in found[:_SHOWN])]
            if len(found) > _SHOWN:
                lines.append(f"  and {len(found) - _SHOWN} more (all of them with --json)")
        return "\n".join(lines)


def verify(dataset: Dataset) -> Verification:
    """Look at every image of a data set, decoding it to its end.

    Raises:
        FileNotFoundError, ValueError: no images, or bad labels.
    """
    with dataset.open_images() as archive:
        known = read_dataset_labels(dataset, archive)
        found = Verification(
            known.kind,
            len(archive.names),
            len(known.labels),
            known.missing,
            unlabelled=known.unlabelled,
            repeated=archive.repeated,
            odd_names={name: defect for name, defect in known.odd_names.items() if name not in known.unlabelled},
        )
        names = archive.in_reading_order(archive.names)
        for name in tqdm(names, unit="image", desc="verifying", disable=None):
            try:
                decode_image(archive.read(name))
            except ImageError as error:
                found.damaged[name] = str(error)
        return found
