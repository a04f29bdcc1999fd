"""`python -m benchmarks.fuzz`: many damaged inputs, their seeds, and what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from .runner import Findings, fuzz
from .trial import Outcome, Trials

_TOLD_EVERY = 500


def main() -> int:
    """Return the exit code: 1 where something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="how many (10000)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the first; the others count on from it")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes side by side (one a core)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the input of --seed there, and try nothing")
    given = parser.parse_args()
    if given.keep is not None:
        return _keep(given.seed, given.keep)
    print(f"seeds {given.seed} to {given.seed + given.inputs - 1}", flush=True)
    started = time.monotonic()
    findings = fuzz(range(given.seed, given.seed + given.inputs), given.workers, _tell)
    for kind, count in sorted(findings.kinds.items()):
        print(f"{count:6} {kind}")
    print(f"{_summary(findings)}; {time.monotonic() - started:.0f} s; {len(findings.noise)} lines on standard error")
    for line in findings.noise[:20]:
        print(f"  {line}")
    return 1 if findings.bad else 0


def _tell(findings: Findings, outcome: Outcome) -> None:
    if outcome.ended not in ("done", "refused"):
        print(f"{outcome.ended}: seed {outcome.seed}, {outcome.kind}\n{outcome.message}", flush=True)
    if findings.ended.total() % _TOLD_EVERY == 0:
        print(_summary(findings), flush=True)


def _summary(findings: Findings) -> str:
    counts = ", ".join(f"{count} {ended}" for ended, count in sorted(findings.ended.items()))
    return f"{findings.ended.total()} inputs: {counts}"


def _keep(seed: int, folder: Path) -> int:
    trials = Trials()
    kind, whole = trials.damaged(seed)
    trials.close()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{seed}-{whole.name}"
    path.write_bytes(whole.data)
    print(f"{path} ({kind})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
