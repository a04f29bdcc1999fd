"""What a person sees: the command line, the headless front end, the window."""

import time

__version__ = "0.1.0"
# for `--profile`: nothing of ours is imported earlier
STARTED_S = time.perf_counter()
