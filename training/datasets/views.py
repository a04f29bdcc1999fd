"""The model's view of a stored crop: the middle of it, as large as the zoom of the model says."""

from __future__ import annotations

from .image_ops import Crop, shrink

# zooms are compared to this much: they go through text and float32
_TOLERANCE = 1e-3


def relative_zoom(stored: float, wanted: float) -> float:
    """Return how many times as large the face is in the model's view as in a stored crop, 1 or more.

    Args:
        stored: zoom of the stored crop, see `inference.alignment.zoomed_template`.
        wanted: zoom of the model.

    Raises:
        ValueError: the model sees more of the surroundings than is stored.
    """
    if wanted < stored - _TOLERANCE:
        raise ValueError(
            f"the model looks at faces at a zoom of {wanted:g}, the prepared crops show less around them (zoom "
            f"{stored:g}); prepare the data again with a zoom of {wanted:g} or less"
        )
    return max(1.0, wanted / stored)


def middle_of(crop: Crop, zoom: float) -> Crop:
    """Return the middle of a crop, (S, S, 3) uint8 of a side about `zoom` times smaller; a view, not a copy.

    As many pixels are left out on either side: a crop that is off its middle would do more harm than one that is a
    pixel too large.
    """
    margin = round(len(crop) * (1 - 1 / zoom) / 2)
    return crop[margin : len(crop) - margin, margin : len(crop) - margin]


def view_of(crop: Crop, size: int, zoom: float = 1.0) -> Crop:
    """Return the middle of a crop at another size.

    Args:
        crop: (C, C, 3) uint8 RGB.
        size: side of the result in pixels.
        zoom: of `relative_zoom`; 1 is the whole crop.

    Returns:
        (size, size, 3) uint8 RGB; pixels that fall together are averaged.
    """
    return shrink(middle_of(crop, zoom), size)
