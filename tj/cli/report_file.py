"""Where a brief may be written: never over what a person made or changed, and never among the summaries.

A file that tj made says so with a checksum of all the rest: Markdown in its front matter, as summaries do, and a page
in a comment at its end.
"""

import hashlib
import re
from pathlib import Path

from tj.errors import Refused, TjError, UsageProblem
from tj.report.render import is_untouched, wrap
from tj.vault.files import create_file, read_to_change, replace_file
from tj.vault.layout import MARK, SUMMARIES, Vault
from tj.words import figures as words

__all__ = ["check_target", "write_target"]

_ENDINGS = (".html", ".md")
_MADE = re.compile(rb"<!-- made by tj; checksum of all above: ([0-9a-f]{64}) -->\n\Z")


def check_target(vault: Vault, target: Path) -> bytes | None:
    """Return the bytes of the brief that a new one may take the place of, or None where there is nothing.

    Raises `UsageProblem` for a name that is neither a page's nor Markdown's, `Refused` for a place where tj writes
    nothing else, and for a file that it did not make or that was changed since.
    """
    if target.suffix not in _ENDINGS:
        raise UsageProblem(*words.neither_page_nor_markdown(target.name))
    place = target.resolve()
    for folder in (SUMMARIES, MARK):
        if place.is_relative_to(vault.root / folder):
            raise Refused(*words.folder_of_tj(folder))
    if not target.exists():
        if target.is_symlink():
            raise Refused(*words.link_to_nowhere(str(target)))
        return None
    if not target.is_file():
        raise TjError(*words.is_no_file(str(target)))
    data = read_to_change(target)
    if not _is_ours(target, data):
        raise Refused(*words.not_made_by_tj(str(target)))
    return data


def write_target(target: Path, before: bytes | None, text: str) -> None:
    """Write a brief whole.

    Arguments: `before`, what `check_target` returned; `text`, a page or Markdown, by the target's name.
    Raises `Refused` where the file was changed since, `TjError` where it cannot be written.
    """
    data = wrap(text) if target.suffix == ".md" else _marked(text.encode("utf-8"))
    if before is None:
        create_file(target, data, 0o600)  # it is a journal in plain text
    elif data != before:
        replace_file(target, before, data)


def _is_ours(target: Path, data: bytes) -> bool:
    if target.suffix == ".md":
        return is_untouched(data)
    found = _MADE.search(data)
    return found is not None and found[1].decode() == _digest(data[: found.start()])


def _marked(page: bytes) -> bytes:
    page = page if page.endswith(b"\n") else page + b"\n"
    return page + f"<!-- made by tj; checksum of all above: {_digest(page)} -->\n".encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
