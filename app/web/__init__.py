"""The server: a page, an interface for programs, live images."""
