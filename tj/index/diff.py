"""What differs between the files and what the index knows of them: computed from two mappings, applied elsewhere."""

from collections.abc import Mapping
from typing import NamedTuple

from tj.vault.scan import Signature

__all__ = ["Diff", "Known", "diff", "is_settled"]

# A file system's clock may tick coarsely: a file can change again within this time and keep all its times.
RACY_NS = 2_000_000_000


class Known(NamedTuple):
    """What the index knows of a file: its signature, its content's hash, and whether the signature can be relied on."""

    signature: Signature
    digest: str
    settled: bool


class Diff(NamedTuple):
    """Paths in order: `fresh` are not known yet, `doubtful` must be read and compared by hash, `gone` are no more."""

    fresh: tuple[str, ...]
    doubtful: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int


def diff(known: Mapping[str, Known], found: Mapping[str, Signature]) -> Diff:
    """Compare what the index knows with what a scan found. A signature is a shortcut; the content's hash decides."""
    fresh = [path for path in found if path not in known]
    same = [path for path in found if path in known and known[path].settled and known[path].signature == found[path]]
    doubtful = set(found) - set(fresh) - set(same)
    gone = [path for path in known if path not in found]
    return Diff(tuple(sorted(fresh)), tuple(sorted(doubtful)), tuple(sorted(gone)), len(same))


def is_settled(signature: Signature, now_ns: int) -> bool:
    """Tell whether a file seen at `now_ns` last changed long enough before (2 s) for its signature to be relied on."""
    return max(signature.mtime_ns, signature.ctime_ns) + RACY_NS < now_ns
