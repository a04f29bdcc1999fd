"""A site: many sources at once, with lines, zones, a store and events; `python main.py site FILE.toml`."""
