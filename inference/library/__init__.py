"""FaceLens as a library: an image, a video, a batch, or crops of one's own to ages, genders and ethnicities.

`from inference import analyze, analyze_video` is the way in; docs/library.md has recipes. `analyze`, `estimate` and
`align` may be called from any number of threads: they share models, which are loaded by the first call that needs
them, and what is asked for at the same time is run as one batch. A `VideoAnalysis` has models of its own and belongs
to the thread that goes through it; several may run side by side.
"""
