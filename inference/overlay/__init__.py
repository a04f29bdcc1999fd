"""Frame and result to a new annotated picture."""

from .drawing import Overlay

__all__ = ["Overlay"]
