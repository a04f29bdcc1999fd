"""The window. Qt is imported when it is opened."""

from .application import run_window

__all__ = ["run_window"]
