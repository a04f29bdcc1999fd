"""The part of a model card that is for people to read."""

from __future__ import annotations

CARD = {
    "metrics": {
        "data": "held-out faces",
        "overall": {"faces": 100, "age_mae": 4.62, "gender_accuracy": 0.94, "ethnicity_accuracy": 0.85},
        "subgroups": [
            {"group": "age", "value": "0-4", "faces": 10, "age_mae": 1.9, "gender_accuracy": 0.7},
            {"group": "age", "value": "70-100", "faces": 12, "age_mae": 8.1},
            {"group": "gender x ethnicity", "value": "male, Black", "faces": 9, "age_mae": 20.0},
        ],
    },
    "licence": {"start_weights": "research only", "data": "none"},
}
