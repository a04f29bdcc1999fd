"""Where people were, by the hour, and what scenes look like without them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES: tuple[tuple[str, str, tuple[tuple[str, Any], ...]], ...] = (
    ("places", "hour", (("aspect", sa.Float()), ("cells", sa.Text()))),
    ("stills", "at", (("jpeg", sa.Text()),)),
)


def upgrade() -> None:
    for name, time, columns in _TABLES:
        op.create_table(
            name,
            sa.Column("id", sa.String(36), primary_key=True),
            sa.Column("site", sa.String(200), nullable=False),
            sa.Column("source", sa.String(200), nullable=False),
            sa.Column(time, sa.DateTime(timezone=True), nullable=False),
            *(sa.Column(column, kind, nullable=False) for column, kind in columns),
        )
        op.create_index(f"{name}_by_time", name, ["site", time])
