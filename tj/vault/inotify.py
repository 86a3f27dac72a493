"""What Linux itself tells of its announcements of changes, whichever library asked for them."""

from pathlib import Path

__all__ = ["queue_length", "watches_held"]

_DESCRIPTORS = Path("/proc/self/fd")
_DETAILS = Path("/proc/self/fdinfo")
_QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
_USUAL_QUEUE = 16_384


def watches_held() -> int | None:
    """Return how many folders this process watches, or None where the system does not tell."""
    held = 0
    found = False
    try:
        for descriptor in _DESCRIPTORS.iterdir():
            try:
                if descriptor.readlink().name != "anon_inode:inotify":
                    continue
                details = (_DETAILS / descriptor.name).read_text("ascii", "replace")
            except OSError:  # closed a moment ago
                continue
            found = True
            held += sum(line.startswith("inotify ") for line in details.splitlines())
    except OSError:
        return None
    return held if found else None


def queue_length() -> int:
    """Return how many announcements the system keeps for one who does not read them; the rest it drops."""
    try:
        return int(_QUEUE.read_text("ascii"))
    except (OSError, ValueError):
        return _USUAL_QUEUE
