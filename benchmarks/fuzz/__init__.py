"""Damaged videos, streams and images by the thousand: nothing may crash, hang or end in an exception that is no error
of FaceLens. `python -m benchmarks.fuzz --help`; `make fuzz`.

Why not Atheris or another fuzzer that is led by coverage: what breaks lies in FFmpeg, Pillow and the order in which
their errors reach Python, and they would have to be built anew to be instrumented.
"""
