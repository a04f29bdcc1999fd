"""The ported backbones against the reference implementation.

The stored features were computed by timm's `edgenext_xx_small` and `edgenext_x_small` with the weights that
`made_weights` makes.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training.models.edgenext import VARIANTS, edgenext
from training.models.weights import load_timm_weights

DATA = Path(__file__).parent.parent / "data"


def made_weights(shapes: dict[str, list[int]]) -> dict[str, NDArray[np.float32]]:
    """Weights of sensible sizes, drawn name by name."""
    rng = np.random.default_rng(7)
    norms = ("norm.weight", "norm_xca.weight", "stem.1.weight", "downsample.0.weight")
    weights = {}
    for name, shape in sorted(shapes.items()):
        draw = rng.standard_normal(shape)
        if "temperature" in name or name.endswith(norms):
            array = 1 + 0.2 * draw
        elif len(shape) >= 2:
            array = draw / np.sqrt(np.prod(shape[1:]))
        else:
            array = 0.3 * draw
        weights[name] = array.astype(np.float32)
    return weights


@pytest.mark.parametrize("variant", ["xxs", "xs"])
def test_features_equal_the_reference_implementation(variant: str) -> None:
    reference = json.loads((DATA / f"edgenext_{variant}_reference.json").read_text(encoding="utf-8"))
    model = edgenext(f"edgenext_{variant}", 112, drop_path=0.1)
    unused = load_timm_weights(model, made_weights(reference["shapes"]))
    assert unused == []
    image = np.random.default_rng(11).uniform(-1, 1, (1, 112, 112, 3)).astype(np.float32)
    features = np.asarray(model(image, training=False))
    np.testing.assert_allclose(features[0], reference["features"], atol=2e-4)


def test_a_missing_weight_is_named_and_nothing_is_assigned() -> None:
    shapes = json.loads((DATA / "edgenext_xxs_reference.json").read_text(encoding="utf-8"))["shapes"]
    weights = made_weights(shapes)
    del weights["stages.2.blocks.5.xca.qkv.weight"]
    model = edgenext("edgenext_xxs", 64)
    before = np.asarray(model.get_layer("stem-0").kernel)
    with pytest.raises(ValueError, match=r"stages\.2\.blocks\.5\.xca\.qkv\.weight"):
        load_timm_weights(model, weights)
    np.testing.assert_array_equal(np.asarray(model.get_layer("stem-0").kernel), before)


def test_weights_of_another_variant_are_refused() -> None:
    shapes = json.loads((DATA / "edgenext_xxs_reference.json").read_text(encoding="utf-8"))["shapes"]
    with pytest.raises(ValueError, match="does not fit"):
        load_timm_weights(edgenext("edgenext_xs", 64), made_weights(shapes))


def test_both_sizes_are_there() -> None:
    assert set(VARIANTS) == {"edgenext_xxs", "edgenext_xs"}
