"""tj: a plain-text toolkit for a therapy journal. From Python, `tj.open_vault` is where to begin; see `tj.api`."""

__all__ = ["__version__", "open_vault"]

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tj.api import open_vault


def __getattr__(name: str) -> object:
    # Every command loads this file, and most have no use for what a program wants of it.
    if name == "open_vault":
        from tj.api import open_vault

        return open_vault
    raise AttributeError(f"module 'tj' has no attribute {name!r}")
