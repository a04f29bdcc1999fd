"""What settings are called in the window: beside their controls, and in messages."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from inference.errors import FaceLensError
from inference.settings import EngineChoice

_LABELS = {
    "analysis.engine": "Engine",
    "analysis.model": "Model",
    "analysis.detector": "Detector range",
    "analysis.min_face_px": "Smallest face",
    "analysis.min_detection_score": "Certainty of a face",
    "analysis.tracking": "Follow people and smooth their values",
    "analysis.identity": "Recognise people who come back",
    "display.privacy": "Faces in the image",
    "theme": "Theme",
    "language": "Language",
    "open_folder": "Open &folder of images…",
    "job.output": "Annotated copy",
    "job.export": "Table (CSV): one row for each face of each frame",
    "job.summary": "Summary (JSON): people, ages, shares",
}
ENGINES = {
    EngineChoice.AUTO: "Automatic: the fastest that works",
    EngineChoice.CPU: "Processor",
    EngineChoice.CUDA: "NVIDIA graphics card (CUDA)",
    EngineChoice.TENSORRT: "NVIDIA graphics card (TensorRT)",
}
_CLASSES = {
    "male": "Male",
    "female": "Female",
    "White": "White",
    "Black": "Black",
    "Asian": "Asian",
    "Indian": "Indian",
    "Other": "Other",
}
_UNSURE = {"gender": "Gender unsure", "ethnicity": "Ethnicity unsure"}
# which control stands for a key of `inference.errors.FIELD_NAMES`; for the others the window has none
_CONTROLS = {
    "engine": "analysis.engine",
    "min_face_px": "analysis.min_face_px",
    "min_detection_score": "analysis.min_detection_score",
    "images": "open_folder",
    "output": "job.output",
    "export": "job.export",
    "summary": "job.summary",
}


def label_of(name: str) -> str:
    """Return the label of a control, such as that of the preference `analysis.engine`."""
    return QCoreApplication.translate("Labels", _LABELS[name])


def engine_label(engine: EngineChoice) -> str:
    """Return what an engine is called among the choices of the settings."""
    return QCoreApplication.translate("Labels", ENGINES[engine])


def class_label(name: str) -> str:
    """Return what a class of gender or ethnicity is called in the window."""
    return QCoreApplication.translate("Labels", _CLASSES[name])


def unsure_label(attribute: str) -> str:
    """Return what stands in place of a class that would be a guess."""
    return QCoreApplication.translate("Labels", _UNSURE[attribute])


def message_of(error: FaceLensError) -> str:
    """Return an error's message with settings called as in the window: “Smallest face” must be 0 or more."""
    text = error.worded({field: f"“{_short(label_of(name))}”" for field, name in _CONTROLS.items()})
    called = f"“{label_of('analysis.engine')}”"
    for engine in ENGINES:
        text = text.replace(f"{called} {engine}", f"{called}: {_short(engine_label(engine))}")
    return text


def sentence(message: str, *names: str) -> str:
    """Return a message with a capital at its beginning, unless it begins with a name: files keep their letters."""
    if any(name and message.startswith(name) for name in names):
        return message
    return message[:1].upper() + message[1:]


def _short(label: str) -> str:
    """Return a label without what only its control needs: the mark of a key, dots, an explanation."""
    return label.replace("&", "").rstrip("…").partition(":")[0]
