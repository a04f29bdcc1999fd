"""The pages of the server: upload, camera, live images, people, history, and what the estimates are worth."""

from .routes import add_pages
from .surroundings import Surroundings, WatchedSite

__all__ = ["Surroundings", "WatchedSite", "add_pages"]
