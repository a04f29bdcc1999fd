"""The network's file and the card beside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .attributes import ETHNICITIES, GENDERS
from .errors import EngineError, ModelError

DEFAULT_MODEL = Path(__file__).resolve().parent.parent / "assets" / "models" / "attributes.onnx"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the card says.

    Attributes:
        model: path of the `.onnx` file.
        sha256: of that file, hexadecimal.
        input_size: side of the network's crops in pixels.
        content: the whole card.
    """

    model: Path
    sha256: str
    input_size: int
    content: dict[str, Any]

    def copy_sha256(self, precision: str) -> str:
        """The hash that the card gives for a copy of the network in another precision.

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
        """Whether a copy has shown that it may stand in for the network."""
        try:
            return self.content["copies"][precision]["default"] is True
        except (KeyError, TypeError):
            return False

    def copy(self, precision: str) -> Path:
        """The file of such a copy, which stands beside the network.

        Raises:
            EngineError: there is no such copy.
            ModelError: it was altered.
        """
        sha256 = self.copy_sha256(precision)
        path = self.model.with_name(str(self.content["copies"][precision]["file"]))
        try:
            data = path.read_bytes()
        except OSError as error:
            raise EngineError(f"the {precision} copy {path} can't be read ({error.strerror})") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ModelError(
                f"{path} was altered: its sha256 is not the one in the card. Restore the file, or export it again"
            )
        return path


def load_card(model: Path = DEFAULT_MODEL) -> ModelCard:
    """Read the card `<model>.json` and check that the network is the one it speaks of.

    Raises:
        ModelError: the network or its card is missing or damaged, the network was altered, or its classes
            are not those that FaceLens knows.
    """
    card_file = model.with_suffix(".json")
    try:
        content = json.loads(card_file.read_text(encoding="utf-8"))
        sha256, size = str(content["sha256"]), int(content["input"]["size"])
        labels = content["outputs"]["gender"]["labels"], content["outputs"]["ethnicity"]["labels"]
        data = model.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{error.filename} can't be read ({error.strerror}); reinstall FaceLens or export a network"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the card {card_file} is damaged ({error!r}); export the network again") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(
            f"{model} was altered: its sha256 is not the one in {card_file.name}. Restore the file, or export it again"
        )
    if labels != (list(GENDERS), list(ETHNICITIES)):
        raise ModelError(f"the card {card_file} names other classes than FaceLens knows: {labels}")
    return ModelCard(model, sha256, size, content)
