"""The model's file, and the card beside it: what the model is, how wrong it is, and under which licences it comes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .alignment import TEMPLATE
from .attributes import AGE_BANDS, CLASS_NAMES
from .errors import EngineError, ModelError
from .files import sha256_of
from .types import FloatArray

_MODELS = Path(__file__).resolve().parent.parent / "assets" / "models"
DEFAULT_MODEL = _MODELS / "attributes.onnx"
# right more often, at four times the cost
LARGE_MODEL = _MODELS / "attributes-large.onnx"
# joins the attributes of a subgroup in a card: `gender x ethnicity`
_CROSSING = " x "
# by attribute, in how many classes its confusion is told
_CONFUSED_CLASSES = {"age": len(AGE_BANDS), **{name: len(names) for name, names in CLASS_NAMES.items()}}


@dataclass(frozen=True, slots=True)
class GroupMetrics:
    """Metrics of the model on a group of people.

    Attributes:
        attributes: what the group has in common: `("age",)`, or `("gender", "ethnicity")`; empty for everybody.
        value: such as `20-29`, `female` or `male, Black`; empty for everybody.
        faces: how many were measured.
        age_mae, age_bias: mean absolute error of the age, and mean of predicted minus labelled age, in years; None
            where the card does not say.
        gender_accuracy, ethnicity_accuracy: share of right predictions, 0..1; None where the card does not say.
    """

    attributes: tuple[str, ...]
    value: str
    faces: int
    age_mae: float | None
    age_bias: float | None
    gender_accuracy: float | None
    ethnicity_accuracy: float | None

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """Read one entry of a card's metrics; what is not a number counts as missing."""

        def number(key: str) -> float | None:
            value = content.get(key)
            return float(value) if isinstance(value, (int, float)) else None

        group = str(content.get("group", ""))
        return cls(
            tuple(group.split(_CROSSING)) if group else (),
            str(content.get("value", "")),
            int(number("faces") or 0),
            number("age_mae"),
            number("age_bias"),
            number("gender_accuracy"),
            number("ethnicity_accuracy"),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """How faces of a range of predicted ages are predicted.

    Attributes:
        first_age, last_age: predicted age in whole years, both included.
        confusion: (K, K) float64, number of faces of each class (row) that are predicted as each class (column); None
            where nothing is known. The classes of the age are `AGE_BANDS`.
    """

    first_age: int
    last_age: int
    confusion: NDArray[np.float64] | None

    @classmethod
    def parse(cls, content: Mapping[str, Any], classes: int) -> Self:
        """Read one entry of a card.

        Raises:
            ValueError, KeyError, TypeError: it is no such entry.
        """
        first, last = str(content["ages"]).split("-")
        confusion = np.array(content["faces"], dtype=np.float64)
        if confusion.shape != (classes, classes) or not (np.isfinite(confusion) & (confusion >= 0)).all():
            raise ValueError(f"a confusion of {classes} classes is {classes} rows of {classes} numbers")
        return cls(int(first), int(last), confusion)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card says for people to read; empty where it says nothing, whatever else is in the file.

    Attributes:
        data: on which faces the model was measured.
        overall: metrics over all of them.
        subgroups: metrics by group; see `groups_of_one_attribute`.
        confusion: by attribute, how faces of each class are predicted; what the card does not say is missing.
        licences: what a licence is of, such as `start weights` (empty where the card does not tell), and its text.
    """

    data: str = ""
    overall: GroupMetrics | None = None
    subgroups: tuple[GroupMetrics, ...] = ()
    confusion: Mapping[str, tuple[Stratum, ...]] = field(default_factory=dict, compare=False)
    licences: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, content: object) -> Self:
        """Read what there is of a card's JSON; never fails."""
        card = _as_mapping(content)
        metrics = _as_mapping(card.get("metrics"))
        overall, subgroups = metrics.get("overall"), metrics.get("subgroups")
        licence = card.get("licence")
        licences = licence.items() if isinstance(licence, dict) else [("", licence)] if licence else []
        return cls(
            str(metrics.get("data") or ""),
            GroupMetrics.parse(overall) if isinstance(overall, dict) else None,
            tuple(
                GroupMetrics.parse(group)
                for group in (subgroups if isinstance(subgroups, list) else [])
                if isinstance(group, dict)
            ),
            _confusion(_as_mapping(metrics.get("confusion"))),
            tuple((str(subject).replace("_", " "), str(text)) for subject, text in licences),
        )

    @property
    def groups_of_one_attribute(self) -> tuple[GroupMetrics, ...]:
        """The subgroups that have one attribute in common, in the card's order."""
        return tuple(group for group in self.subgroups if len(group.attributes) == 1)


def _confusion(content: Mapping[str, Any]) -> dict[str, tuple[Stratum, ...]]:
    """Read what there is of a card's confusion."""
    read = {}
    for name, classes in _CONFUSED_CLASSES.items():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            read[name] = tuple(Stratum.parse(entry, classes) for entry in content[name])
    return read


def _as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def read_facts(model: Path) -> CardFacts:
    """Read the card of a model for people: empty where there is none or it can't be read, and never an error."""
    try:
        return CardFacts.parse(json.loads(model.with_suffix(".json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return CardFacts()


@dataclass(frozen=True, slots=True, eq=False)
class ModelCard:
    """A card whose model is in place and unaltered.

    Attributes:
        model: path of the `.onnx` file.
        sha256: of that file, hexadecimal.
        input_size: side of the model's crops in pixels.
        content: the whole card, as JSON.
        template: (4, 2) float32, where `align_faces` brings the landmarks for this model; fractions of a crop's side.
    """

    model: Path
    sha256: str
    input_size: int
    content: dict[str, Any]
    template: FloatArray = field(default_factory=TEMPLATE.copy)

    @property
    def facts(self) -> CardFacts:
        """What the card says for people to read."""
        return CardFacts.parse(self.content)

    def copy_sha256(self, precision: str) -> str:
        """Return the hash that the card gives for a copy of the model in another precision, hexadecimal.

        Args:
            precision: `fp16` or `int8`.

        Raises:
            EngineError: the card names no such copy.
        """
        try:
            return str(self.content["copies"][precision]["sha256"])
        except (KeyError, TypeError):
            raise EngineError(
                "{name} has no {precision} copy; {export_model} writes one beside it",
                field="export_model",
                name=self.model.name,
                precision=precision,
            ) from None

    def recommends(self, precision: str) -> bool:
        """Tell whether a copy has shown that it may stand in for the model."""
        try:
            return self.content["copies"][precision]["default"] is True
        except (KeyError, TypeError):
            return False

    def copy(self, precision: str) -> Path:
        """Return the file of such a copy, which lies beside the model.

        Raises:
            EngineError: there is no such copy.
            ModelError: it was altered.
        """
        sha256 = self.copy_sha256(precision)
        path = self.model.with_name(str(self.content["copies"][precision]["file"]))
        try:
            actual = sha256_of(path)
        except OSError as error:
            raise EngineError(f"the {precision} copy {path} can't be read ({error.strerror})") from error
        if actual != sha256:
            raise ModelError(
                f"{path} was altered: its sha256 is not the one in the card. Restore the file, or export it again"
            )
        return path


def load_card(model: Path = DEFAULT_MODEL) -> ModelCard:
    """Read the card of a model of attributes.

    Raises:
        ModelError: as in `read_card`, or the model's classes are not those that FaceLens knows.
    """
    card = read_card(model)
    card_file = model.with_suffix(".json")
    try:
        outputs = card.content["outputs"]
        labels = {name: entry.get("labels") for name, entry in outputs.items() if name in CLASS_NAMES}
    except (KeyError, AttributeError) as error:
        raise damaged_card(model, error) from error
    if labels != {name: list(classes) for name, classes in CLASS_NAMES.items()}:
        raise ModelError(f"the card {card_file} names other classes than FaceLens knows: {labels}")
    return card


def read_card(model: Path) -> ModelCard:
    """Read the card `<model>.json`, of whatever the model gives, and check that the model is the one it describes.

    Raises:
        ModelError: the model or its card is missing or damaged, or the model was altered.
    """
    card_file = model.with_suffix(".json")
    try:
        content = json.loads(card_file.read_text(encoding="utf-8"))
        sha256, size = str(content["sha256"]), int(content["input"]["size"])
        template = _template(content["input"].get("alignment"))
        actual = sha256_of(model)
    except OSError as error:
        raise ModelError(
            f"{error.filename} can't be read ({error.strerror}); reinstall FaceLens or export a model"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged_card(model, error) from error
    if actual != sha256:
        raise ModelError(
            f"{model} was altered: its sha256 is not the one in {card_file.name}. Restore the file, or export it again"
        )
    return ModelCard(model, sha256, size, content, template)


def damaged_card(model: Path, error: Exception) -> ModelError:
    """Return what to raise where a model's card lacks something, or holds something else than it should."""
    return ModelError(f"the card {model.with_suffix('.json')} is damaged ({error!r}); export the model again")


def _template(alignment: Mapping[str, Any] | None) -> FloatArray:
    """Return where a card says that the landmarks go; `TEMPLATE` where it does not say.

    Raises:
        ValueError, KeyError, TypeError: it gives something else than four different points.
    """
    if alignment is None:
        return TEMPLATE
    points = np.array(alignment["points"], dtype=np.float32)
    if points.shape != TEMPLATE.shape or not np.isfinite(points).all() or np.ptp(points, axis=0).min() <= 0:
        raise ValueError(f"input.alignment.points are {points.tolist()}; expected four points")
    return points
