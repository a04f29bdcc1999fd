"""A judgement as one page that needs nothing else: figures, plots, faces."""

from .page import write_report

__all__ = ["write_report"]
