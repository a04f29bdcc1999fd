"""Where results go: annotated images and videos, tables, a summary."""

from ..types import RunFacts
from .base import Sink, close_sinks, written_by
from .open import SecondPass, open_sinks

__all__ = ["RunFacts", "SecondPass", "Sink", "close_sinks", "open_sinks", "written_by"]
