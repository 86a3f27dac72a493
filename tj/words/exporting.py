"""What `tj export` says."""

__all__ = [
    "EXPORTING", "NO_OUTPUT", "NO_PYARROW", "OUTPUT_IN_VAULT", "file_is_there", "private_left_out", "written",
    "written_to",
]  # fmt: skip

EXPORTING = "exporting"


NO_OUTPUT = ("it is not said where to write", "give --output FILE")


OUTPUT_IN_VAULT = ("the file would lie in your vault, and may be synchronised from there", "name a place outside")


def file_is_there(path: object) -> tuple[str, str]:
    return f"{path} is there already", "tj does not overwrite it; choose another name"


def written(count: int) -> str:
    """How many entries went to standard output."""
    return f"{_entries(count)} written."


def written_to(count: int, path: object) -> str:
    return f"{_entries(count)} written to {path}."


def private_left_out(count: int) -> str:
    return f"{count} private {'note was' if count == 1 else 'notes were'} left out (--private)."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


NO_PYARROW = ("Parquet needs pyarrow, which is not here", "`pip install pyarrow`, or take --format csv")
