"""Chromium for tests of the offline page: the built page in it, and shares to open there."""

import base64
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import BrowserContext, sync_playwright

from tests.conftest import program
from tests.page.core import PAGE, node, packages
from tj.share.bundle import BY_PASSPHRASE, Manifest, build
from tj.share.crypto import encrypt, new_identity, new_signing_key, recipient_of, signer_of

__all__ = [
    "ARGUMENTS", "Listening", "Share", "Writer", "built_page", "chromium", "frame_script", "listening", "make_share",
    "writer",
]  # fmt: skip

# Nothing that the browser does by itself may be taken for something that the page does.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-domain-reliability", "--disable-sync",
    "--no-pings", "--metrics-recording-only", "--safebrowsing-disable-auto-update",
]  # fmt: skip


@contextmanager
def chromium(*arguments: str) -> Iterator[BrowserContext]:
    """Give the machine's Chromium with a profile of its own, driven by playwright; `arguments` come to the usual ones.

    An ordinary profile, not the private one that playwright takes by itself: only there are connections made ahead.
    """
    found = program("chromium", "chromium-browser", "google-chrome")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile, sync_playwright() as playwright:
        options = [*ARGUMENTS, *arguments]
        browser = playwright.chromium.launch_persistent_context(profile, executable_path=found, args=options)
        browser.set_default_timeout(15_000)
        try:
            yield browser
        finally:
            browser.close()


@cache
def built_page() -> Path:
    """Return the page, built from the sources as they are."""
    subprocess.run([sys.executable, str(PAGE / "make_page.py")], check=True, capture_output=True)
    return PAGE / "dist" / "page.html"


@cache
def frame_script() -> str:
    """Return the frame's part of the page as a script that sets `frame`."""
    entry = "".join(f'export * from "./src/frame/{name}.ts";' for name in ("rebuild", "show", "style"))
    options = {
        "absWorkingDir": str(PAGE), "bundle": True, "write": False, "format": "iife", "globalName": "frame",
        "stdin": {"contents": entry, "resolveDir": str(PAGE), "loader": "ts"}, "logLevel": "error",
    }  # fmt: skip
    esbuild = (packages() / "esbuild" / "lib" / "main.js").as_uri()
    script = (
        f"import {{build}} from {json.dumps(esbuild)};"
        f"process.stdout.write((await build({json.dumps(options)})).outputFiles[0].text)"
    )
    done = subprocess.run([*node(), "--input-type=module", "-e", script], check=True, capture_output=True, text=True)
    return done.stdout


class Listening(NamedTuple):
    """A server that answers nothing: where it listens, and what was said to it, one text for each connection."""

    host: str
    heard: list[str]


@contextmanager
def listening() -> Iterator[Listening]:
    """Give a server that notes each connection, whether anything is asked on it or not."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        found = Listening(f"127.0.0.1:{server.getsockname()[1]}", [])
        ended = threading.Event()
        thread = threading.Thread(target=_listen, args=(server, found.heard, ended))
        thread.start()
        try:
            yield found
        finally:
            ended.set()
            thread.join()


def _listen(server: socket.socket, heard: list[str], ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            connection, _ = server.accept()
        except TimeoutError:
            continue
        with connection:
            connection.settimeout(0.05)
            try:
                said = connection.recv(200)
            except OSError:
                said = b""
            heard.append(said.decode("latin-1").partition("\r\n")[0] or "a connection")


class Writer(NamedTuple):
    """A writer's keys."""

    identity: str
    signing: bytes

    @property
    def signer(self) -> str:
        return signer_of(self.signing)


def writer() -> Writer:
    """Return a new writer."""
    return Writer(new_identity(), new_signing_key())


class Share(NamedTuple):
    """A share, and the identity that opens it."""

    data: bytes
    identity: str
    manifest: Manifest


def make_share(
    by: Writer,
    report: str,
    others: Mapping[str, bytes] | None = None,
    *,
    reader: str = "",
    passphrase: bool = False,
    serial: int = 1,
) -> Share:
    """Return a share that is sound whatever its report is.

    Arguments: `others`, further members by name; `reader`, an identity, by default a new one; `passphrase`, whether to
    leave it unencrypted and meant for a passphrase, to be sealed by the caller.
    """
    identity = reader or new_identity()
    manifest = Manifest(
        id="abcdefgh234567ab",
        serial=serial,
        created="2026-05-11",
        recipient=BY_PASSPHRASE if passphrase else recipient_of(identity),
        signer=by.signer,
        reply_to=recipient_of(by.identity),
        reply_secret=base64.b64encode(bytes(range(32))).decode(),
        stripped={},
    )
    inside = build(manifest, {"report.html": report.encode(), **(others or {})}, by.signing)
    return Share(inside if passphrase else encrypt(inside, recipient_of(identity)), identity, manifest)
