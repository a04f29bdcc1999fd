"""Versions of the store's schema, for Alembic: `upgrade` brings a database to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from inference.errors import SinkError


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def version_of(connection: Connection) -> str | None:
    """Return the version of a database's schema; None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(version: str) -> bool:
    """Tell whether this program knows a version of the schema."""
    return version in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def is_newest(version: str) -> bool:
    """Tell whether a version of the schema is the one that this program writes."""
    return version == ScriptDirectory.from_config(_config()).get_current_head()


def upgrade(connection: Connection) -> None:
    """Bring a database to the newest version of the schema, within the transaction of the connection.

    Raises:
        SinkError: it is of a newer version than this program knows.
    """
    version = version_of(connection)
    if version is not None and not is_known(version):
        raise SinkError(
            f"the store was written by a newer FaceLens (its schema is {version}); update this one, or name another "
            "store"
        )
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
