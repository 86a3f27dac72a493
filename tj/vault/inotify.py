"""What Linux itself tells of its announcements of changes, whichever library asked for them."""

import re
from pathlib import Path

__all__ = ["is_remote", "queue_length", "watches_held"]

_DESCRIPTORS = Path("/proc/self/fd")
_DETAILS = Path("/proc/self/fdinfo")
_QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
_USUAL_QUEUE = 16_384
_MOUNTS = Path("/proc/self/mountinfo")
# Where others may change files, of which the system hears nothing: network drives, and a host's folders in its guest.
_REMOTE = {
    "9p", "afs", "ceph", "cifs", "coda", "drvfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs",
    "fuse.vmhgfs-fuse", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs",
    "vmhgfs",
}  # fmt: skip


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


def is_remote(folder: Path) -> bool:
    """Tell whether a folder lies on a drive that other computers change without a word; if it cannot be told, not."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    place, kind = "", ""
    for line in lines:
        # Number, parent, device, root, place, options, others that end in a dash, then the kind.
        fields, _, rest = line.partition(" - ")
        found = fields.split(" ")
        mounted = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), found[4]) if len(found) > 4 else ""
        # Of two at one place the later lies on top.
        if mounted and folder.is_relative_to(mounted) and len(mounted) >= len(place):
            place, kind = mounted, rest.split(" ")[0]
    # A system that runs from such a drive itself, as some containers do, has it alone.
    return kind in _REMOTE and place != "/"
