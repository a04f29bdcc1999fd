"""Names of classes, and words for an unknown label, as other people write them."""

from __future__ import annotations

import math

from inference.attributes import CLASS_NAMES, ETHNICITIES, GENDERS

# label of an age, gender or ethnicity that is not known; training leaves it out of its losses, evaluation out of its
# metrics
UNKNOWN = -1
_UNKNOWN_WORDS = {"", "-1", "-1.0", "?", "n/a", "na", "nan", "none", "null", "unknown"}

_GENDER_WORDS = {
    "male": ("m", "man", "boy", "men"),
    "female": ("f", "w", "woman", "girl", "women"),
}
# UTKFace counts Hispanic, Latino and Middle Eastern people among its fifth class
_ETHNICITY_WORDS = {
    "White": ("caucasian", "european"),
    "Black": ("african", "african american"),
    "Asian": ("east asian", "southeast asian"),
    "Indian": ("south asian",),
    "Other": ("others", "latino", "hispanic", "latino hispanic", "middle eastern"),
}


def _codes(classes: tuple[str, ...], words: dict[str, tuple[str, ...]]) -> dict[str, int]:
    return {word: code for code, name in enumerate(classes) for word in (name.lower(), *words[name])}


_CODES = {
    "gender": _codes(GENDERS, _GENDER_WORDS),
    "ethnicity": _codes(ETHNICITIES, _ETHNICITY_WORDS),
}


def is_unknown(word: str) -> bool:
    """Return whether a cell of a table stands for an unknown label: empty, `-1`, `unknown`, `na`, `?` and the like."""
    return word.strip().lower() in _UNKNOWN_WORDS


def parse_class(attribute: str, word: str) -> int:
    """Return the index of a class that is given as a number or as a word in any case.

    Args:
        attribute: `gender` or `ethnicity`.
        word: such as `Woman`, `m`, `0`, `1.0`, `latino_hispanic`, or a word for which `is_unknown` holds.

    Returns:
        Index into `CLASS_NAMES[attribute]`, or `UNKNOWN`.

    Raises:
        ValueError: no class is called so; the message lists those that are known.
    """
    # the attribute's own words first: a class may be called "none"
    code = _CODES[attribute].get(" ".join(word.lower().replace("_", " ").replace("-", " ").split()))
    if code is not None:
        return code
    if is_unknown(word):
        return UNKNOWN
    names = CLASS_NAMES[attribute]
    try:
        number = float(word)  # 1.0 is how spreadsheets and data frames write a 1 beside an empty cell
    except ValueError:
        number = math.nan
    if number not in range(len(names)):
        raise ValueError(f"no {attribute} is called {word!r}; expected {', '.join(names)} or 0..{len(names) - 1}")
    return int(number)
