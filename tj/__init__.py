"""tj: a plain-text toolkit for a therapy journal."""

__version__ = "0.1.0"
