"""A PostgreSQL of this machine's packages, started on a free port and ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

_USER = "postgres"


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return folders[-1] if folders else None


class Postgres:
    """A server with one database; it may be stopped and started again."""

    def __init__(self) -> None:
        binaries = _binaries()
        if binaries is None:
            pytest.skip("needs PostgreSQL's server: Debian's package postgresql")
        self._binaries = binaries
        # the server refuses to run as the administrator
        self._user = _USER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        # not among the tests' own folders, which nobody else may enter
        self._folder = tempfile.TemporaryDirectory(prefix="facelens-postgres-", ignore_cleanup_errors=True)
        self._data = Path(self._folder.name) / "data"
        if os.getuid() == 0:
            shutil.chown(self._folder.name, _USER)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]
        self._run("initdb", "-D", str(self._data), "-U", "facelens", "-A", "trust", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://facelens@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-o", options, "-l", str(self._data / "log"), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        time.sleep(0.05)

    def close(self) -> None:
        self.stop()
        self._folder.cleanup()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        user = {"user": self._user} if os.getuid() == 0 else {}
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **user)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")
