"""How likely it is that what the search model found is a face."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Logistic regressions over the logits of the scores with which a face is found at the sizes that an image is searched
# at, highest first: a face is seen at several, hair and hands often at one. Fitted to the proposals of at least 18 px
# on every second one of 100 crowded images of WIDER FACE's validation part. On the others what is told 0.7 to 0.8 is a
# face in 75 of 100 cases, 0.8 to 0.9 in 86, 0.9 and more in all of 225 cases, but 0.5 to 0.7 in 42 only
# (`python -m benchmarks.detection`). What a close look shows changes none by more than 0.01, so it has no say.
_WEIGHTS = {1: (-1.06, 2.26), 2: (-0.43, 1.65, 0.58), 3: (0.12, 1.70, 0.32, 0.32)}
_MOST_SIZES = max(_WEIGHTS)
# scores are no more certain than this; not found counts as the least
_LEAST, _MOST = 0.05, 0.995


def confidence(scores: Sequence[float]) -> float:
    """Return the probability, 0..1, that a proposal is a face.

    Args:
        scores: of the search model, 0..1, one for each size that was searched, in any order; 0 where it saw nothing.
            Of more than three the highest three count.
    """
    highest = sorted((min(max(score, _LEAST), _MOST) for score in scores), reverse=True)[:_MOST_SIZES]
    bias, *weights = _WEIGHTS[len(highest)]
    # the few numbers of a face take numpy twenty times as long
    evidence = bias + sum(
        weight * math.log(score / (1.0 - score)) for weight, score in zip(weights, highest, strict=True)
    )
    return 1.0 / (1.0 + math.exp(-evidence))
