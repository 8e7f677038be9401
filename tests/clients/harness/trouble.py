"""Why nothing could be run."""


class Trouble(Exception):
    """One sentence: what is missing, and what to do."""
