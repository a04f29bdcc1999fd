"""The result of an evaluation as one page that needs nothing else: metrics, plots, faces."""

from .page import write_report

__all__ = ["write_report"]
