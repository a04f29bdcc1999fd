"""The first schema: visits, crossings, stays, minutes. What it was then stands here, whatever the tables become."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_WHO: tuple[tuple[str, Any], ...] = (
    ("person", sa.String(80)), ("age", sa.Float()), ("age_p10", sa.Float()), ("age_p90", sa.Float()),
    ("gender", sa.String(20)), ("gender_score", sa.Float()), ("ethnicity", sa.String(20)),
    ("ethnicity_score", sa.Float()),
)  # fmt: skip
_TIME = sa.DateTime(timezone=True)


def _table(name: str, time: str, *columns: tuple[str, Any], has_person: bool = True) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("site", sa.String(200), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        *(sa.Column(column, kind, nullable=False) for column, kind in columns),
        *(sa.Column(column, kind) for column, kind in _WHO if has_person),
    )
    op.create_index(f"{name}_by_time", name, ["site", time])


def upgrade() -> None:
    _table(
        "visits",
        "began_at",
        ("began_at", _TIME),
        ("ended_at", _TIME),
        ("seconds", sa.Float()),
        ("frames", sa.Integer()),
        ("number", sa.Integer()),
    )
    _table(
        "crossings",
        "at",
        ("line", sa.String(200)),
        ("direction", sa.String(3)),
        ("at", _TIME),
        ("is_first", sa.Boolean()),
    )
    _table(
        "stays",
        "entered_at",
        ("zone", sa.String(200)),
        ("entered_at", _TIME),
        ("left_at", _TIME),
        ("dwell_s", sa.Float()),
    )
    _table(
        "minutes",
        "minute",
        ("minute", _TIME),
        ("people", sa.Float()),
        ("most", sa.Integer()),
        ("watched_s", sa.Float()),
        has_person=False,
    )
