"""FaceLens: age, gender and ethnicity of the faces in images, videos and cameras. `python main.py --help`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"FaceLens needs Python 3.11 or newer; this is Python {sys.version.split()[0]}")

from app.cli import Job, Mode, in_flags, parse_arguments
from app.commands import COMMANDS, run_command
from app.exit_codes import ExitCode
from app.leaving import leave
from app.standard_streams import settle_standard_streams
from inference.errors import UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for and return the process's exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] in COMMANDS:
        return run_command(words[0], words[1:])
    try:
        job = parse_arguments(words)
        if job.mode is Mode.WINDOW:
            return _window(job)
    except UsageError as error:
        print(f"error: {in_flags(error)}\n(python main.py --help shows what there is)", file=sys.stderr)
        return ExitCode.USAGE
    try:
        from app.headless import run_headless

        return run_headless(job)
    except KeyboardInterrupt:  # while the libraries are still being loaded
        return ExitCode.INTERRUPTED


def _window(job: Job) -> int:
    try:
        from app.gui import run_window
    except ImportError as error:
        raise UsageError(
            f"the window can't be opened ({error}); pip install -r requirements.txt, or do without it: "
            "python main.py --video FILE_OR_URL, --image FILE_OR_FOLDER, or --camera N --headless"
        ) from error
    return run_window(job)


def run() -> None:
    """Do it, and end the process with its exit code."""
    settle_standard_streams()
    leave(main())


if __name__ == "__main__":
    run()
