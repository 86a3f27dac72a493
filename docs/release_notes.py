"""Sees that a tag, the version of tj and the changelog agree, and prints what the changelog says of that version.

python -m docs.release_notes v0.1.0
"""

import re
import sys
from pathlib import Path

from tj import __version__

__all__ = ["Problem", "notes"]

_CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


class Problem(Exception):
    """What does not agree, as a sentence."""


def notes(tag: str, version: str, changelog: str) -> str:
    """Return what the changelog says of a version that is to be released.

    Arguments: `tag`, as `v0.1.0`; `changelog`, the whole text.
    Raises `Problem` where tag or changelog are about another version, that has no day, or lines wait in Unreleased.
    """
    if tag != f"v{version}":
        raise Problem(f"the tag is {tag}, and the version of tj is {version}")
    _, first, unreleased, *rest = _HEADING.split(changelog)
    if first != "Unreleased":
        raise Problem("the changelog does not begin with what is unreleased")
    if unreleased.strip():
        raise Problem("the changelog still has lines that are unreleased")
    if not rest or not re.fullmatch(re.escape(version) + r" - [0-9]{4}-[0-9]{2}-[0-9]{2}", rest[0]):
        raise Problem(f"the changelog's newest version is not {version} with its day")
    return rest[1].strip() + "\n"


if __name__ == "__main__":
    try:
        sys.stdout.write(notes(sys.argv[1], __version__, _CHANGELOG.read_text("utf-8")))
    except Problem as problem:
        sys.exit(f"error: {problem}")
