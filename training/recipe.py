"""Everything that decides the outcome of a run, as one value that is checked, written and read back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from .datasets.augmentation import AugmentationSettings
from .datasets.class_balance import BALANCES
from .objectives.age_schemes import age_scheme

PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run does; stored beside the network and quoted in its card.

    Attributes:
        backbone: a name of the registry.
        start_weights: file name of the pretrained backbone's weights, or `imagenet`, or None.
        input_size: side of the crops in pixels.
        age: how the age is learnt, see `ages`.
        epochs, batch_size, seed: as ever.
        learning_rate: peak of AdamW's rate; warm-up over `warmup_epochs`, then cosine decay to 1 % of it.
        weight_decay: AdamW's, on kernels only.
        clip_norm: bound of the gradient's global norm.
        average: decay a step of the averaged weights, which are the ones kept.
        drop_path, dropout, label_smoothing, l2: regularisation.
        balance: how rare groups are kept from being drowned, see `datasets.balance`.
        age_power, ethnicity_power, gender_power: how far the balance goes, 0 (not at all) to 1 (evened out).
        precision: Keras's dtype policy.
        freeze: beginnings of the names of backbone layers that keep their start weights.
        head_epochs: passes of the heads alone before the run, see `warmup`; 0 leaves it out.
        patience: epochs without a lower validation loss after which the run ends, and the network of the lowest
            loss is the one kept; 0 runs all epochs and keeps the last.
        limit: number of faces to train on, and at most to validate on; None for all.
        teachers: names of the networks whose answers are taught beside the labels.
        distil_weight: share of their answers in the loss.
        augmentation: strengths and chances.

    Raises:
        ValueError: a value is out of range; the message names it.
    """

    backbone: str = "edgenext_xs"
    start_weights: str | None = None
    input_size: int = 112
    age: str = "distribution"
    epochs: int = 12
    batch_size: int = 64
    seed: int = 0
    learning_rate: float = 8e-4
    warmup_epochs: float = 0.5
    weight_decay: float = 0.05
    clip_norm: float = 2.0
    average: float = 0.998
    drop_path: float = 0.1
    dropout: float = 0.2
    label_smoothing: float = 0.05
    l2: float = 0.0
    balance: str = "sampling"
    age_power: float = 0.25
    ethnicity_power: float = 0.25
    gender_power: float = 0.0
    precision: str = "float32"
    freeze: tuple[str, ...] = ()
    head_epochs: int = 0
    patience: int = 0
    limit: int | None = None
    teachers: tuple[str, ...] = ()
    distil_weight: float = 0.5
    augmentation: AugmentationSettings = field(default_factory=AugmentationSettings)

    def __post_init__(self) -> None:
        age_scheme(self.age)
        _check(self, "balance", self.balance in BALANCES, "one of " + ", ".join(BALANCES))
        _check(self, "precision", self.precision in PRECISIONS, "one of " + ", ".join(PRECISIONS))
        for name in ("epochs", "batch_size", "input_size"):
            _check(self, name, getattr(self, name) >= 1, "1 or more")
        for name in ("seed", "head_epochs", "patience"):
            _check(self, name, getattr(self, name) >= 0, "0 or more")
        _check(self, "limit", self.limit is None or self.limit >= 1, "1 or more")
        for name in ("learning_rate", "clip_norm"):
            _check(self, name, 0 < getattr(self, name) < math.inf, "a number over 0")
        for name in ("warmup_epochs", "weight_decay", "l2", "age_power", "ethnicity_power", "gender_power"):
            _check(self, name, 0 <= getattr(self, name) < math.inf, "0 or more")
        for name in ("average", "drop_path", "dropout", "label_smoothing"):
            _check(self, name, 0 <= getattr(self, name) < 1, "from 0 to below 1")
        _check(self, "distil_weight", 0 <= self.distil_weight <= 1, "0 to 1")

    def written(self) -> dict[str, Any]:
        """As it stands in the run's folder and in the card."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]


def _check(recipe: Recipe, name: str, good: bool, expected: str) -> None:
    if not good:
        raise ValueError(f"{name.replace('_', ' ')} is {getattr(recipe, name)!r}; expected {expected}")


def recipe_from(content: dict[str, Any]) -> Recipe:
    """The recipe that `Recipe.written` gave.

    Raises:
        ValueError: it names what this version does not know, or a value is out of range.
        TypeError, AttributeError: it is no dict of such values.
    """
    if not isinstance(content, dict):
        raise TypeError(f"a recipe is an object, not a {type(content).__name__}")
    content = dict(content)
    augmentation = content.pop("augmentation", {})
    for values, kind in ((content, Recipe), (augmentation, AugmentationSettings)):
        unknown = set(values) - {each.name for each in fields(kind)}
        if unknown:
            raise ValueError(f"it knows {', '.join(sorted(unknown))}, which this version does not")
    lists = {name: tuple(content[name]) for name in ("freeze", "teachers") if name in content}
    return Recipe(**{**content, **lists, "augmentation": AugmentationSettings(**augmentation)})


def describe_difference(there: Recipe, here: Recipe) -> str:
    """Name every setting in which two recipes differ, with both values."""
    pairs = ((each.name, getattr(there, each.name), getattr(here, each.name)) for each in fields(Recipe))
    return "; ".join(f"{name.replace('_', ' ')}: {old!r} there, {new!r} here" for name, old, new in pairs if old != new)


def scaled_augmentation(settings: AugmentationSettings, strength: float) -> AugmentationSettings:
    """All strengths and chances times `strength`; 0 leaves only the mirror, 1 is as given, chances end at 1.

    Raises:
        ValueError: the strength is negative.
    """
    if not 0 <= strength < math.inf:
        raise ValueError(f"augmentation strength is {strength}; expected 0 or more")
    unbounded = {"rotation_deg"}
    values = {each.name: getattr(settings, each.name) * strength for each in fields(settings)}
    return replace(settings, **{n: value if n in unbounded else min(value, 1.0) for n, value in values.items()})


def with_strengths(settings: AugmentationSettings, pairs: Iterable[str]) -> AugmentationSettings:
    """Settings with some strengths or chances replaced.

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
