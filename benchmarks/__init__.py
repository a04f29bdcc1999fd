"""Speed and memory of FaceLens: `python -m benchmarks`."""
