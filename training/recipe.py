"""The recipe: everything that decides the outcome of a run, checked, written and read back as one value."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from .datasets.augmentation import AugmentationSettings
from .datasets.class_balance import BALANCES
from .objectives.age_schemes import AGE_SCHEMES, age_scheme

DISTIL_ON = ("faces", "views")
PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16")


def _option(
    default: Any, text: str, choices: Sequence[str] | None = None, kind: Callable[[str], object] | None = None
) -> Any:
    """Declare a setting that the command line has an option for.

    Args:
        default: of the setting.
        text: what it is, for the option's help.
        choices: its values, where there are few.
        kind: what turns the option's text into the value; the default's type unless given.
    """
    return field(default=default, metadata={"help": text, "choices": choices, "type": kind or type(default)})


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run does; stored beside the model and quoted in its card. Most settings are described by their help.

    Attributes:
        start_weights: file name of the pretrained backbone's weights, or `imagenet`, or None.
        freeze: prefixes of the names of backbone layers that keep their start weights.
        sets: names of the prepared files, where there are several, and how much a face of each counts; 0: validation.
        teachers: names of the models whose predictions are learnt beside the labels.
        augmentation: strengths and chances.

    Raises:
        ValueError: a value is out of range; the message names it.
    """

    backbone: str = _option("edgenext_xs", "a name of `python -m training models`")
    start_weights: str | None = None
    input_size: int = _option(112, "side of the crops in pixels")
    zoom: float = _option(1.0, "at which faces are looked at; below 1 more around them is seen")
    age: str = _option("distribution", "how the age is learnt", AGE_SCHEMES)
    epochs: int = _option(12, "passes over the faces")
    batch_size: int = _option(64, "faces per step")
    seed: int = _option(0, "of all draws")
    learning_rate: float = _option(8e-4, "peak of the rate, which falls to a hundredth of it along a cosine")
    warmup_epochs: float = _option(0.5, "epochs in which the rate rises to its peak")
    weight_decay: float = _option(0.05, "AdamW's, of the kernels")
    clip_norm: float = _option(2.0, "bound of the gradient's norm")
    average: float = _option(0.998, "decay per step of the averaged weights, which are kept")
    drop_path: float = _option(0.1, "stochastic depth in the last block, where the design has it")
    dropout: float = _option(0.2, "before the heads")
    label_smoothing: float = _option(0.05, "of gender and ethnicity")
    l2: float = _option(0.0, "penalty on the squares of the kernels")
    balance: str = _option("sampling", "how rare groups are kept up", BALANCES)
    age_power: float = _option(0.25, "how far the balance evens out ages, 0 to 1")
    ethnicity_power: float = _option(0.25, "the same for ethnicities")
    gender_power: float = _option(0.0, "the same for genders")
    precision: str = _option("float32", "Keras's dtype policy", PRECISIONS)
    freeze: tuple[str, ...] = ()
    head_epochs: int = _option(0, "passes of the heads alone before the run")
    patience: int = _option(0, "end after so many epochs without a lower validation loss, keep the best; 0: never")
    limit: int | None = _option(None, "train on so many faces only, for a quick try", kind=int)
    sets: tuple[tuple[str, float], ...] = ()
    teachers: tuple[str, ...] = ()
    distil_weight: float = _option(0.5, "share of the teachers' predictions in the loss")
    distil_on: str = _option(
        "faces", "what teachers see: faces as they are, once, or each view that the model learns from", DISTIL_ON
    )
    augmentation: AugmentationSettings = field(default_factory=AugmentationSettings)

    def __post_init__(self) -> None:
        age_scheme(self.age)
        _check(self, "balance", self.balance in BALANCES, "one of " + ", ".join(BALANCES))
        _check(self, "precision", self.precision in PRECISIONS, "one of " + ", ".join(PRECISIONS))
        _check(self, "distil_on", self.distil_on in DISTIL_ON, "one of " + ", ".join(DISTIL_ON))
        for name in ("epochs", "batch_size", "input_size"):
            _check(self, name, getattr(self, name) >= 1, "1 or more")
        for name in ("seed", "head_epochs", "patience"):
            _check(self, name, getattr(self, name) >= 0, "0 or more")
        _check(self, "limit", self.limit is None or self.limit >= 1, "1 or more")
        for name in ("learning_rate", "clip_norm", "zoom"):
            _check(self, name, 0 < getattr(self, name) < math.inf, "a number over 0")
        for name in ("warmup_epochs", "weight_decay", "l2", "age_power", "ethnicity_power", "gender_power"):
            _check(self, name, 0 <= getattr(self, name) < math.inf, "0 or more")
        for name in ("average", "drop_path", "dropout", "label_smoothing"):
            _check(self, name, 0 <= getattr(self, name) < 1, "from 0 to below 1")
        _check(self, "distil_weight", 0 <= self.distil_weight <= 1, "0 to 1")
        weights = [weight for _, weight in self.sets]
        if not all(0 <= weight < math.inf for weight in weights) or (weights and not any(weights)):
            raise ValueError(f"the weights of the sets are {weights}; expected 0 or more, and one above it")

    def written(self) -> dict[str, Any]:
        """Return the JSON form, as saved with the run and in the card."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]


def _check(recipe: Recipe, name: str, good: bool, expected: str) -> None:
    if not good:
        raise ValueError(f"{name.replace('_', ' ')} is {getattr(recipe, name)!r}; expected {expected}")


def recipe_from(content: dict[str, Any]) -> Recipe:
    """Read the recipe that `Recipe.written` gave.

    Raises:
        ValueError: it names what this version does not know, or a value is out of range.
        TypeError, AttributeError: it is no dict of such values.
    """
    if not isinstance(content, dict):
        raise TypeError(f"a recipe is an object, not a {type(content).__name__}")
    content = dict(content)
    augmentation = content.pop("augmentation", {})
    for given, kind in ((content, Recipe), (augmentation, AugmentationSettings)):
        unknown = set(given) - {each.name for each in fields(kind)}
        if unknown:
            raise ValueError(f"it knows {', '.join(sorted(unknown))}, which this version does not")
    content.update({name: tuple(content[name]) for name in ("freeze", "teachers") if name in content})
    content["sets"] = tuple((str(name), float(weight)) for name, weight in content.get("sets", ()))
    return Recipe(**content, augmentation=AugmentationSettings(**augmentation))


def describe_difference(there: Recipe, here: Recipe) -> str:
    """Name every setting in which two recipes differ, with both values."""
    pairs = ((each.name, getattr(there, each.name), getattr(here, each.name)) for each in fields(Recipe))
    return "; ".join(f"{name.replace('_', ' ')}: {old!r} there, {new!r} here" for name, old, new in pairs if old != new)


def scaled_augmentation(settings: AugmentationSettings, strength: float) -> AugmentationSettings:
    """Multiply all strengths and chances by `strength`; 0 leaves only the mirror, chances end at 1.

    Raises:
        ValueError: the strength is negative.
    """
    if not 0 <= strength < math.inf:
        raise ValueError(f"augmentation strength is {strength}; expected 0 or more")
    unbounded = {"rotation_deg"}
    values = {each.name: getattr(settings, each.name) * strength for each in fields(settings)}
    return replace(settings, **{n: value if n in unbounded else min(value, 1.0) for n, value in values.items()})


def with_strengths(settings: AugmentationSettings, pairs: Iterable[str]) -> AugmentationSettings:
    """Replace some strengths or chances.

    Args:
        pairs: `name=number`, the name as in `AugmentationSettings`.

    Raises:
        ValueError: there is no such name, or it is no number of 0 or more.
    """
    names = [each.name for each in fields(settings)]
    values = {}
    for pair in pairs:
        name, _, number = pair.partition("=")
        if name not in names:
            raise ValueError(f"augmentation has no {name!r}; it has {', '.join(names)}")
        try:
            values[name] = float(number)
        except ValueError:
            raise ValueError(f"augmentation {pair!r}: expected {name}=NUMBER") from None
        if not 0 <= values[name] < math.inf:
            raise ValueError(f"augmentation {pair!r}: expected a number of 0 or more")
    return replace(settings, **values)
