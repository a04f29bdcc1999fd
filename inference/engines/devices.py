"""What this machine and its libraries offer: the graphics card, its driver, TensorRT, ONNX Runtime's providers."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from dataclasses import dataclass

from ..errors import EngineError
from .runtime import onnxruntime

CUDA_PROVIDER = "CUDAExecutionProvider"
TENSORRT_PROVIDER = "TensorrtExecutionProvider"
# onnxruntime and onnxruntime-gpu fill the same folder
INSTALL_GPU = "pip uninstall --yes onnxruntime && pip install -r requirements-gpu.txt"
_QUERY = ("name", "compute_cap", "driver_version", "memory.total")
_QUERY_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Gpu:
    """An NVIDIA graphics card, as its driver's own tool describes it.

    Attributes:
        name: of the product.
        compute_capability: such as `8.6`.
        driver: version of the driver.
        memory_mb: of the card, MiB.
    """

    name: str
    compute_capability: str
    driver: str
    memory_mb: int


@functools.cache
def find_gpu() -> Gpu | None:
    """Return the card that the GPU engines would use; None where there is none or its driver does not answer."""
    tool = shutil.which("nvidia-smi")
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
    if tool is None or visible in ("", "-1"):
        return None
    command = [tool, f"--id={visible}", f"--query-gpu={','.join(_QUERY)}", "--format=csv,noheader,nounits"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=_QUERY_TIMEOUT_S, check=True).stdout
        name, capability, driver, memory = (part.strip() for part in listed.splitlines()[0].split(","))
        return Gpu(name, capability, driver, int(memory))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def require_provider(provider: str) -> Gpu:
    """Return the card that a provider runs on.

    Raises:
        EngineError: there is no card, or ONNX Runtime was built without the provider.
    """
    gpu = find_gpu()
    if gpu is None:
        raise EngineError(
            "no NVIDIA GPU answers here (nvidia-smi lists none); install its driver, or use {engine} cpu",
            field="engine",
        )
    if provider not in onnxruntime.get_available_providers():
        raise EngineError(f"this ONNX Runtime has no {provider}; install the one for GPUs: {INSTALL_GPU}")
    return gpu


def load_cuda_libraries() -> None:
    """Make CUDA and cuDNN known to ONNX Runtime where they came as Python packages."""
    if hasattr(onnxruntime, "preload_dlls"):  # builds without GPU support need not have it
        onnxruntime.preload_dlls()


def load_tensorrt() -> str:
    """Load TensorRT's libraries and return their version.

    Raises:
        EngineError: they are not installed, or don't load.
    """
    try:
        import tensorrt
    except (ImportError, OSError) as error:
        raise EngineError(
            f"TensorRT can't be loaded ({error}); install it: pip install -r requirements-gpu.txt"
        ) from error
    return str(tensorrt.__version__)
