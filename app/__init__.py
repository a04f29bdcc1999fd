"""What a person sees: the command line, the headless front end, the window."""

__version__ = "0.1.0"
