"""Class names as other people write them."""

from __future__ import annotations

from inference.attributes import CLASS_NAMES, ETHNICITIES, GENDERS

UNKNOWN = -1
_UNKNOWN_WORDS = {"", "-1", "unknown", "none", "null", "n/a", "nan"}

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
    table = {str(code): code for code in range(len(classes))}
    for code, name in enumerate(classes):
        table |= dict.fromkeys((name.lower(), *words[name]), code)
    return table


_CODES = {
    "gender": _codes(GENDERS, _GENDER_WORDS),
    "ethnicity": _codes(ETHNICITIES, _ETHNICITY_WORDS),
}


def class_of(attribute: str, word: str) -> int:
    """Index of a class that is given as a number or as a word in any case.

    Args:
        attribute: `gender` or `ethnicity`.
        word: such as `Woman`, `m`, `0`, `latino_hispanic`; empty, `-1` or `unknown` where nobody knows.

    Returns:
        Index into `CLASS_NAMES[attribute]`, or `UNKNOWN`.

    Raises:
        ValueError: no class is called so; the message lists those that are known.
    """
    key = " ".join(word.lower().replace("_", " ").replace("-", " ").split()) if word.strip() != "-1" else "-1"
    if key in _UNKNOWN_WORDS:
        return UNKNOWN
    codes = _CODES[attribute]
    # 1.0 is how spreadsheets and data frames write a 1 beside an empty cell
    code = codes.get(key.removesuffix(".0"))
    if code is None:
        names = CLASS_NAMES[attribute]
        raise ValueError(f"no {attribute} is called {word!r}; expected {', '.join(names)} or 0..{len(names) - 1}")
    return code
