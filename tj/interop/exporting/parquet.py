"""The table of days as Parquet, where pyarrow is installed: it is large, and few people want it."""

import io
from collections.abc import Sequence

from tj.errors import TjError
from tj.interop.exporting.days import Day
from tj.words import exporting as words

__all__ = ["table"]


def table(days: Sequence[Day], names: Sequence[str]) -> bytes:
    """Return the days as a Parquet file; a tracker's column is called as it is.

    Raises `TjError` where pyarrow is not there.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise TjError(*words.NO_PYARROW) from None
    columns = {
        "date": pa.array([day.day for day in days], pa.date32()),
        "mood": pa.array([day.mood for day in days], pa.float64()),
        "mood_lowest": pa.array([day.lowest for day in days], pa.float64()),
        "mood_highest": pa.array([day.highest for day in days], pa.float64()),
        "checkins": pa.array([day.checkins for day in days], pa.int32()),
        "entries": pa.array([day.entries for day in days], pa.int32()),
        "words": pa.array([day.words for day in days], pa.int32()),
        "emotions": pa.array([list(day.emotions) for day in days], pa.list_(pa.string())),
    }
    taken = set(columns)
    for name in names:
        column = name if name not in taken else f"tracker_{name}"
        columns[column] = pa.array([day.trackers.get(name) for day in days], pa.float64())
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()
