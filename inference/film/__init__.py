"""The analysis of a whole film in memory: what was found in which frame, who was there, and what a person corrected."""

from .corrections import Correction, Corrections, Merge, Relabel, Remove, SplitOff
from .film import DEFAULT_LIMIT_BYTES, AgeCourse, Film
from .part import people_in, results_in
from .seams import tracks_that_go_on
from .storage import FILM_ENDING, FilmHeader, open_film, read_header, save_film

__all__ = [
    "DEFAULT_LIMIT_BYTES",
    "FILM_ENDING",
    "AgeCourse",
    "Correction",
    "Corrections",
    "Film",
    "FilmHeader",
    "Merge",
    "Relabel",
    "Remove",
    "SplitOff",
    "open_film",
    "people_in",
    "read_header",
    "results_in",
    "save_film",
    "tracks_that_go_on",
]
