"""AL-ResNet50V2: an LSTM that attends to one region of a ResNet's feature map after the other.

After Zhang et al., "Fine-Grained Age Estimation in the Wild with Attention LSTM Networks", IEEE TCSVT 2019: the global
features of a residual network are joined by local features of the regions that tell the age, which an LSTM finds by
itself. Two things differ. The paper's LSTM points at regions by their coordinates, and crops are taken from the image
there; here its attention is a weight for every position of the last map, so that everything is trained at once. And the
trunk is the second version of ResNet-50.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import applications, layers, ops

from .entry import Entry

_TRUNK = "post_relu"
_UNITS = 256
_GLANCES = 4


@keras.saving.register_keras_serializable("facelens")
class AttentionLSTM(layers.Layer):
    """Several glances at a feature map: (B, H, W, C) -> (B, glances x units), the LSTM's output after every glance.

    Before each glance, every position is scored by a small network of its features and the LSTM's state (additive
    attention, Bahdanau et al. 2015); the features averaged with the softmax of these scores are the LSTM's next
    input. The state starts from the map's mean.

    Args:
        units: width of the LSTM and of the scoring network.
        glances: number of steps.
    """

    def __init__(self, units: int = _UNITS, glances: int = _GLANCES, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.glances = glances

    def build(self, input_shape: tuple[Any, ...]) -> None:
        channels = input_shape[-1]
        self.start_output = self._dense("start_output", channels, activation="tanh")
        self.start_cell = self._dense("start_cell", channels, activation="tanh")
        self.place_score = self._dense("place_score", channels)
        self.state_score = self._dense("state_score", self.units, use_bias=False)
        self.score = layers.Dense(1, use_bias=False, name="score", dtype=self.dtype_policy)
        self.score.build((None, None, self.units))
        self.cell = layers.LSTMCell(self.units, name="cell", dtype=self.dtype_policy)
        self.cell.build((None, channels))

    def _dense(self, name: str, inputs: int, **kwargs: object) -> layers.Dense:
        layer = layers.Dense(self.units, name=name, dtype=self.dtype_policy, **kwargs)
        layer.build((None, inputs))
        return layer

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        _, height, width, channels = x.shape
        places = ops.reshape(x, (-1, height * width, channels))
        place_scores = self.place_score(places)
        mean = ops.mean(places, axis=1)
        output, cell = self.start_output(mean), self.start_cell(mean)
        outputs = []
        for _ in range(self.glances):
            scores = self.score(ops.tanh(place_scores + ops.expand_dims(self.state_score(output), 1)))
            glance = ops.sum(ops.softmax(scores, axis=1) * places, axis=1)
            output, (_, cell) = self.cell(glance, [output, cell])
            outputs.append(output)
        return ops.concatenate(outputs, axis=-1)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, int]:
        return input_shape[0], self.glances * self.units

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "units": self.units, "glances": self.glances}


def al_resnet50_v2(input_size: int) -> keras.Model:
    """Build the backbone: (B, S, S, 3) pixels in -1..1 to (B, 3072), 2,048 global features and 1,024 local ones."""
    trunk = applications.ResNet50V2(weights=None, include_top=False, input_shape=(input_size, input_size, 3))
    everywhere = layers.GlobalAveragePooling2D(name="pool")(trunk.output)
    somewhere = AttentionLSTM(name="attention_lstm")(trunk.output)
    features = layers.Concatenate(name="global_and_local")([everywhere, somewhere])
    return keras.Model(trunk.input, features, name="al_resnet50_v2")


ENTRIES = (
    Entry(
        "al_resnet50_v2",
        "attention_lstm",
        al_resnet50_v2,
        "after Zhang et al., IEEE TCSVT 2019",
        min_size=64,  # below, the last map is one position and there is nothing to choose from
        imagenet=applications.ResNet50V2,
        trunk=_TRUNK,
    ),
)
