"""Says of a face in a frame, once everybody is known, whether it is the one whom it is counted to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..alignment import align_faces
from ..types import FloatArray, Frame, TrackedFace
from .identity_model import IdentityEmbedder
from .looks import qualities

# a look that is worth less tells nobody apart; then the last one that did counts, for so long
_TELLING = 0.3
_LASTS_S = 0.5


class Known(NamedTuple):
    """What is known of a person.

    Attributes:
        embedding: (D,) float32 of length 1, the mean of the looks of all visits.
        least: the score with it from which on a face is theirs.
    """

    embedding: FloatArray
    least: float


class Witness:
    """Looks at faces once more. Tracks are followed by place, and looked at now and then; where somebody fades into
    another in one place, or passes close before them, a few frames of another may be counted to a track.

    Not thread-safe; asked frame by frame, in their order.

    Args:
        embedder: stays open.
        known: what is known of people, by `TrackedFace.visit_id`; whoever is missing is never confirmed.
    """

    def __init__(self, embedder: IdentityEmbedder, known: Mapping[int, Known]) -> None:
        self._embedder, self._known = embedder, known
        self._confirmed_s: dict[int, float] = {}

    def unconfirmed(self, frame: Frame, faces: Sequence[TrackedFace]) -> frozenset[int]:
        """Return the visits of those of a frame's faces that may be somebody else.

        Confirmed is who looks like the person in this frame; who is blurred or too far turned to be told apart, where
        the last good look, half a second ago at most, was the person's.

        Args:
            frame: the next frame.
            faces: some of its faces, each with a `visit_id`.
        """
        if not faces:
            return frozenset()
        detections = [face.detection for face in faces]
        crops = align_faces(frame.image_bgr, detections, self._embedder.input_size, self._embedder.template)
        worth = qualities(frame.image_bgr, detections, crops)
        embeddings = self._embedder.embed(crops)
        left = set()
        for face, quality, embedding in zip(faces, worth.tolist(), embeddings, strict=True):
            visit = face.visit_id or 0
            known = self._known.get(visit)
            if known is not None and float(known.embedding @ embedding) >= known.least:
                self._confirmed_s[visit] = frame.timestamp_s
            elif known is None or quality >= _TELLING:
                self._confirmed_s.pop(visit, None)
            if not 0 <= frame.timestamp_s - self._confirmed_s.get(visit, float("inf")) <= _LASTS_S:
                left.add(visit)
        return frozenset(left)
