"""What would leave, shown from the very bytes that would be encrypted, and the question whether it may."""

import contextlib
import os
import select
import signal
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import click

from tj.cli import say, withheld
from tj.cli.app import App
from tj.cli.sealing import Prepared
from tj.errors import Refused
from tj.share.book import Therapist
from tj.share.bundle import BY_PASSPHRASE, parse
from tj.share.endings import PICTURES
from tj.share.keys import six_words
from tj.share.showing import page_in_memory
from tj.words import sharing as words

__all__ = ["agrees", "check_recipient", "page_text", "show", "show_in_browser", "show_page"]

# Those that end a program but let it clean up first; a terminal that is closed sends SIGHUP.
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_REPORT = "report.html"
# Its heading where the settings do not say whose journal it is.
_UNNAMED = "Journal"


def show(prepared: Prepared, *, texts: bool, to_stderr: bool) -> None:
    """Show what would be sent: the text as it will read, where `texts`, and what is not sent or was taken out."""

    def tell(text: str) -> None:
        say.say(say.shown(text), to_stderr=to_stderr)

    members = parse(prepared.made.data).members if texts else prepared.content.members
    manifest = prepared.made.manifest
    if texts:
        for heading, text in _readable(members).items():
            tell(f"──── {heading} ────")
            tell(text.rstrip("\n"))
        tell("────")
    count, size = len(prepared.content.hashes), len(prepared.made.data)
    tell(words.would_go(count, prepared.therapist.name, size, summary_only=prepared.wish.summary_only))
    if (heading := page_text(members[_REPORT].decode("utf-8")).partition("\n")[0]) != _UNNAMED:
        tell(words.report_headed(heading))
    pictures = [len(data) for name, data in members.items() if name.startswith("att/") and name.endswith(PICTURES)]
    if pictures:
        tell(words.pictures_go(len(pictures), sum(pictures)))
    if prepared.content.uncleaned:
        say.warn(words.uncleaned(prepared.content.uncleaned))
    for line in withheld.lines(prepared.withheld, prepared.content.hashes):
        tell(line)
    if manifest.stripped:
        tell(words.taken_out([f"{kind} {count}" for kind, count in manifest.stripped.items()]))
    if manifest.recipient == BY_PASSPHRASE:
        tell(words.ENCRYPTED_BY_PASSPHRASE)
    else:
        tell(words.encrypted_to(manifest.recipient, prepared.therapist.verified))


def show_page(app: App, prepared: Prepared, *, to_stderr: bool) -> None:
    """Show the report itself in the browser, from a place that is gone once Enter is pressed or tj is ended.

    Raises `Refused` where there is no place for it that is kept in memory only.
    """
    show_in_browser(app, parse(prepared.made.data).members[_REPORT], to_stderr=to_stderr)


def show_in_browser(app: App, page: bytes, *, to_stderr: bool) -> None:
    """Show a page in the browser, from a place that is gone once Enter is pressed or tj is ended.

    Raises `Refused` where there is no place for it that is kept in memory only.
    """
    with _ending(), page_in_memory(app.places().runtime, page) as path:
        _open(path, to_stderr=to_stderr)
        say.say(words.PRESS_ENTER, to_stderr=to_stderr)
        _wait_for_enter()
    say.say(words.PAGE_REMOVED, to_stderr=to_stderr)


def check_recipient(therapist: Therapist, *, unverified: bool) -> None:
    """Stop a share that nobody will be asked about where the key was never compared with the therapist's own.

    Raises `Refused` unless `unverified` says that this is meant.
    """
    if not _is_compared(therapist) and not unverified:
        raise Refused(*words.not_compared(therapist.name))


def agrees(therapist: Therapist, *, unverified: bool, to_stderr: bool) -> bool:
    """Ask whether to encrypt; for a key that was not compared, ask for the name rather than for a quick `y`.

    Typing a word off the screen would only look like comparing it, so the words are shown and the name is asked for.
    """
    if _is_compared(therapist) or unverified:
        return bool(click.confirm(words.ENCRYPT_THIS, default=False, err=to_stderr))
    said = " ".join(six_words("recipient", therapist.recipient))
    say.say(words.words_to_compare(therapist.name, said), to_stderr=to_stderr)
    question = words.type_the_name(therapist.name)
    typed: str = click.prompt(question, default="", show_default=False, err=to_stderr)
    return typed.strip().casefold() == therapist.name.casefold()


def _is_compared(therapist: Therapist) -> bool:
    """Tell whether the key was compared, or there is none: a passphrase is handed over by the writer in person."""
    return bool(therapist.verified) or therapist.recipient == BY_PASSPHRASE


def page_text(page: str) -> str:
    """Return what a report says, as plain lines."""
    reader = _Reader()
    reader.feed(page[max(page.find("<header"), 0) :])  # what stands before it is for a browser
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _readable(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the entries as they will read; where none go along, what the report says."""
    entries = {name: data.decode("utf-8") for name, data in sorted(members.items()) if name.startswith("entries/")}
    return entries or {_REPORT: page_text(members[_REPORT].decode("utf-8"))}


class _Reader(HTMLParser):
    """Collects the text of a page, a line for each block, without its style and drawings."""

    _UNREAD = ("style", "svg", "title")
    _WITHIN = ("a", "b", "code", "em", "i", "span", "strong", "time")

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unread += tag in self._UNREAD
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in self._UNREAD
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(data.replace("\n", " "))

    def _part(self, tag: str) -> None:
        if not self._unread and tag not in self._WITHIN:
            self.pieces.append(" " if tag in ("td", "th") else "\n")


@contextlib.contextmanager
def _ending() -> Iterator[None]:
    """Let signals that end a program unwind it first, so that what it put aside is removed; a second one is ignored."""
    before = {number: signal.getsignal(number) for number in _ENDINGS}

    def end(number: int, _: object) -> None:
        for one in _ENDINGS:
            signal.signal(one, signal.SIG_IGN)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    for number in _ENDINGS:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_enter() -> None:
    """Wait for a line, or for a signal.

    `input` could miss one that comes just before it waits; here the signal itself ends the waiting.
    """
    if sys.platform != "win32":  # where no page is ever shown from memory
        woken, waker = os.pipe()
        os.set_blocking(waker, False)
        before = signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        try:
            select.select([sys.stdin, woken], [], [])
        finally:
            signal.set_wakeup_fd(before)
            os.close(woken)
            os.close(waker)
    sys.stdin.readline()


def _open(path: Path, *, to_stderr: bool) -> None:
    started = webbrowser.open(path.as_uri())
    say.say(say.shown(words.page_shown(path) if started else words.page_to_open(path)), to_stderr=to_stderr)
