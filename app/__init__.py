"""Front ends: the command line, headless jobs, the window."""

import time

__version__ = "0.1.0"
# for `--profile`: nothing of ours is imported earlier
STARTED_S = time.perf_counter()
