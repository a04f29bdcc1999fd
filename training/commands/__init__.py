"""One file a command of `python -m training`: `HELP`, `add_arguments(parser)` and `run(options)`, which may return
an exit code."""
