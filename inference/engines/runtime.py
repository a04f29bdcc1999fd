"""ONNX Runtime, imported after its reports are switched off; FaceLens imports it from here alone."""

from ..process import keep_onnxruntime_offline

keep_onnxruntime_offline()

import onnxruntime  # noqa: E402

__all__ = ["onnxruntime"]
