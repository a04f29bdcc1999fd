"""Opens a store that is there, to read it or to erase a part of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from inference.errors import SourceError, UsageError

from .migrations import is_known, is_newest, upgrade, version_of
from .schema import TABLES


def store_url(text: str) -> URL:
    """Read a store's address; a file's name is one of SQLite.

    Raises:
        UsageError: it is none.
    """
    try:
        return make_url(text if "://" in text else f"sqlite:///{text}")
    except ArgumentError:
        raise UsageError(
            f"{text} is no store's address; write sqlite:///FILE.db or postgresql+psycopg://USER@HOST/NAME"
        ) from None


@contextlib.contextmanager
def open_store(text: str) -> Iterator[Connection]:
    """Open a store; what is done in the block is done as a whole or not at all.

    Raises:
        UsageError: it is no address.
        SourceError: there is no store, or it can't be read.
    """
    url = store_url(text)
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).is_file()):
        raise SourceError(f"there is no store {url.database or shown}; a site file names it as `store`")
    try:
        engine = create_engine(url)
    except NoSuchModuleError:
        raise UsageError(f"{shown}: databases of this kind are not known; use sqlite or postgresql+psycopg") from None
    try:
        with engine.begin() as connection:
            version = version_of(connection)
            if version is not None and not is_known(version):
                raise SourceError(f"{shown} was written by a newer FaceLens (its schema is {version}); update this one")
            if version is not None and not is_newest(version):
                upgrade(connection)
            missing = {table.name for table in TABLES} - set(inspect(connection).get_table_names())
            if missing:
                raise SourceError(f"{shown} is no store of FaceLens: it has no table {', '.join(sorted(missing))}")
            yield connection
    except SQLAlchemyError as error:
        raise SourceError(f"can't read the store {shown}: {reason_of(error)}") from error
    finally:
        engine.dispose()


def reason_of(error: Exception) -> str:
    """Return the first line of what a database says."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__
