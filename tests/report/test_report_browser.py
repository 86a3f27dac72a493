"""The report in a browser: it is drawn, runs nothing and asks for nothing."""

import re
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tj.config import Settings
from tj.entry.parse import parse_note
from tj.report.html import Page, build_report
from tj.templating import shipped

PAGE = Page(shipped("report.html"), shipped("report.css") + shipped("charts.css"))
MOODS = [f"---\ndate: 2026-03-{day:02}\nmood: {mood}\n---\nWords.\n" for day, mood in ((6, 5), (7, 7), (9, 3))]
EVIL = """---
date: 2026-03-05
title: "</title><script>document.title='run'</script>"
emotions: ["<img src=ADDRESS/emotion.png>"]
---
<script>document.title='run'</script> <img src="ADDRESS/tag.png" onerror="document.title='run'">
<iframe src="ADDRESS/frame"></iframe> <svg onload="document.title='run'">
<style>@import 'ADDRESS/style.css'; body { background: url(ADDRESS/paper.png) }</style>

![remote](ADDRESS/remote.png) ![by name][name]

[name]: ADDRESS/reference.png

- ![x](ADDRESS/agenda.png) <img src=ADDRESS/line.png> #session
"""


def report(*texts: str) -> str:
    notes = [parse_note(f"entries/{n:04}.md", text.encode(), Settings()) for n, text in enumerate(texts, start=1)]
    return build_report(notes, {}, Settings(), PAGE)


class Asked(BaseHTTPRequestHandler):
    """Notes each request and answers with nothing."""

    requests: list[str]

    def do_GET(self) -> None:
        self.requests.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gave it
        """Keep silent."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    requests: list[str] = []
    handler = type("Handler", (Asked,), {"requests": requests})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", requests
        running.shutdown()
        thread.join()


def browse(browser: str, path: Path, *options: str) -> str:
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    command += [f"--user-data-dir={path.parent / 'profile'}", *options, "--dump-dom", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def test_a_browser_draws_it_and_asks_for_nothing(
    browser_program: str, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, requests = server
    path = tmp_path / "report.html"
    path.write_text(report(EVIL.replace("ADDRESS", address), *MOODS), encoding="utf-8")
    shown = browse(browser_program, path)
    assert "<title>Journal, 2026-03-05 to 2026-03-09</title>" in shown
    assert shown.count('<svg class="chart') >= 3
    assert shown.count("<article") == 4
    assert "<img" not in shown
    assert "not for emergencies" in shown
    assert requests == []


def test_the_page_itself_forbids_what_a_note_could_smuggle_in(
    browser_program: str, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    """Were markup to get through one day, the page's own policy still runs no script and loads no image."""
    address, requests = server
    text = report(*MOODS)
    smuggled = f"<script>document.title='run'</script><img src='{address}/x.png' onerror=\"document.title='run'\">"
    path = tmp_path / "report.html"
    path.write_text(text.replace("</main>", f"{smuggled}</main>"), encoding="utf-8")
    assert "<title>Journal, 2026" in browse(browser_program, path)
    assert requests == []
    # The same without the policy does both: the two lines above can fail.
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    path.write_text(policy.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "<title>run</title>" in browse(browser_program, path)
    assert "/x.png" in requests
