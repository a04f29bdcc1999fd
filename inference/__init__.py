"""Pixels to people: sources, detection, alignment, estimation, tracking, overlay, sinks, pipeline."""
