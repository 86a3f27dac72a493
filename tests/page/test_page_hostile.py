"""Shares that are sound outside and hostile inside: in two browsers nothing in them runs, looks up a name or connects.

Each trick has a host name of its own, so that the browser's own log of look-ups and connections tells which one came
through; and an address on which a server of the test listens. What is opened plainly, without the page, is the proof
that log and server would tell.
"""

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Error

from tests.page.browser import built_page, listening, make_share, writer
from tests.page.core import b64
from tests.page.firefox import Stopped
from tests.page.hands import BROWSERS, Hands, hands
from tests.page.test_page_frame import AROUND, HOSTILE
from tj.share.crypto import new_identity
from tj.share.keys import identity_file

READER = new_identity()
WRITER = writer()
# As Markdown may hold them; the page shows entries as the text that they are.
MARKDOWN = (
    "![image](ADDRESS/image.png)",
    "![image][a]\n\n[a]: ADDRESS/reference.png",
    "[![in a link](ADDRESS/inner.png)](javascript:document.title='ran')",
    "[link](javascript:document.title='ran') [data](data:text/html,<script>document.title='ran'</script>)",
    "<ADDRESS/auto> ADDRESS/bare <javascript:document.title='ran'>",
    "![[ADDRESS/embed.png]] ![[https://HOST/embed]]",
    '<img src="ADDRESS/raw.png" onerror="document.title=\'ran\'">',
    "```mermaid\ngraph LR; a[<img src=ADDRESS/mermaid.png onerror=document.title='ran'>]\n```",
    "```dataviewjs\nfetch('ADDRESS/dataview')\n```",
    "$$\\href{javascript:document.title='ran'}{x} \\includegraphics{ADDRESS/formula.png}$$",
    "<!-- --><iframe src=ADDRESS/frame></iframe><!-- -->",
    "---\nbanner: ADDRESS/banner.png\ncssclasses: ADDRESS\n---\n</pre><script>document.title='ran'</script>",
)
# What costs a browser minutes, or the page its life, were it only to read it.
TOO_MUCH = {
    "<div>": 100_000,
    "<svg><g>": 50_000,
    "<table><tr><td>": 20_000,
    "<b><p></i>": 20_000,
    "<a href='#x'>": 50_000,
    "<style>@media all{": 50_000,
    "<p>x</p>": 300_000,
    "words ": 3_000_000,
}
# Opens a share as a therapist does that drops the files, looks at all there is, and puts it away.
OPEN = """
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const until = async (holds) => {
  for (let turn = 0; turn < 2000 && !holds(); turn++) await new Promise((done) => setTimeout(done, 10));
  if (!holds()) throw new Error(`never: ${holds}; ${document.querySelector("#open-alert").innerText}`);
};
const one = (id) => document.getElementById(id);
window.told ??= [];
window.onmessage = ({ data }) => window.told.push(data);
const held = new DataTransfer();
held.items.add(new File([bytes(given.key)], "key.txt"));
held.items.add(new File([bytes(given.share)], "share-abcdefgh.age"));
dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
await until(() => one("open-chosen").textContent !== "");
let loaded = false;
const note = ({ target }) => { loaded ||= target.id === "report"; };
document.addEventListener("load", note, true);
one("open-go").click();
const shown = () => loaded || !one("report");
await until(() => location.hash === "#share" && shown());
document.removeEventListener("load", note, true);
for (const more of one("entries-list").querySelectorAll("details")) more.open = true;
await until(() => [...one("entries-list").querySelectorAll("pre")].every((text) => text.textContent !== ""));
dispatchEvent(new Event("beforeprint"));
await new Promise((done) => setTimeout(done, 20));
const seen = {
  title: document.title, told: window.told, entry: one("entries-list").querySelector("pre").textContent,
  paper: one("paper").childNodes.length, report: one("report")?.srcdoc ?? "",
};
dispatchEvent(new Event("afterprint"));
if (given.close) one("share-close").click();
return seen;
"""


class Trick(NamedTuple):
    """A way to run or to load something: what it is called, its host, and what a report and an entry hold for it."""

    name: str
    host: str
    report: str
    entry: str


def tricks(server: str) -> list[Trick]:
    """Return every trick, as a report of its own and as an entry; `server` is an address and a port."""
    rows = [(f"{kind}: {name}", kind, text) for kind, rows in HOSTILE.items() for name, text in rows.items()]
    rows += [(f"entry: {text[:20]}", "entry", text) for text in MARKDOWN]
    found = []
    for number, (name, kind, text) in enumerate(rows):
        host = f"n{number}.tricks.invalid"
        both = [telling(text).replace("ADDRESS", f"http://{at}").replace("HOST", at) for at in (server, host)]
        style = "".join(f"<style>{one}</style>" for one in both) if kind == "style" else ""
        body = "<p>x</p><ul><li>y</ul>" if kind == "style" else "\n\n".join(both)
        found.append(Trick(name, host, AROUND.format(style=style, body=f"<p>before</p>{body}"), "\n\n".join(both)))
    return found


def telling(text: str) -> str:
    """Return a trick whose script, were it to run, would tell the page around its frame as well."""
    text = text.replace('document.title="ran"', '(top.postMessage("ran","*"),document.title="ran")')
    return text.replace("document.title='ran'", "(top.postMessage('ran','*'),document.title='ran')")


def noted(folder: Path) -> set[str]:
    """Return the hosts of tricks that are in the browser's own log, which has to be there."""
    logs = list(folder.iterdir())
    assert logs
    assert sum(log.stat().st_size for log in logs) > 1000
    return {name for log in logs for name in re.findall(r"n\d+\.tricks\.invalid", log.read_text("utf-8", "replace"))}


def opened(browser: Hands, report: str, entry: str, *, close: bool = True) -> Mapping[str, object]:
    share = make_share(WRITER, report, {"entries/0001.md": entry.encode()}, reader=READER)
    given = {"share": b64(share.data), "key": b64(identity_file(READER)), "close": close}
    seen: Mapping[str, object] = browser.run(OPEN, given)
    return seen


@pytest.mark.parametrize("name", BROWSERS)
def test_nothing_in_a_share_runs_or_reaches_out(name: str, tmp_path: Path) -> None:
    with listening() as server:
        every = tricks(server.host)
        assert len(every) > 100
        with hands(name, tmp_path) as browser:
            browser.go(built_page().as_uri())
            for trick in every:
                seen = opened(browser, trick.report, trick.entry)
                assert seen["title"] == "The share – Journal share", trick.name
                assert seen["told"] == [], trick.name
                assert seen["entry"] == trick.entry
                assert "<p>before</p>" in str(seen["report"]), trick.name
                assert seen["paper"], trick.name
            # All at once, and on paper.
            whole = "".join(trick.report for trick in every)
            seen = opened(browser, whole, "\n".join(trick.entry for trick in every), close=False)
            assert "<p>before</p>" in str(seen["report"])
            assert browser.pages() > 1
            browser.run("await new Promise((done) => setTimeout(done, 500))", None)
        assert server.heard == []
    assert noted(tmp_path) == set()


@pytest.mark.parametrize("name", BROWSERS)
def test_a_report_that_would_stop_the_browser_is_not_shown(name: str) -> None:
    with hands(name) as browser:
        browser.go(built_page().as_uri())
        for piece, times in TOO_MUCH.items():
            seen = opened(browser, AROUND.format(style="", body=f"<p>before</p>{piece * times}"), "the entry")
            assert (seen["report"], seen["paper"], seen["entry"]) == ("", 0, "the entry"), piece
        seen = opened(browser, AROUND.format(style="", body="<p>before</p>" + "<div></div>" * 20_000), "the entry")
        assert "<p>before</p>" in str(seen["report"])


@pytest.mark.parametrize("name", BROWSERS)
def test_without_the_page_they_do(name: str, tmp_path: Path) -> None:
    """The test above can fail: the same reports, opened plainly, run and reach out by more ways than thirty."""
    path = tmp_path / "report.html"
    (tmp_path / "log").mkdir()
    ran = set()
    with listening() as server:
        every = tricks(server.host)
        with hands(name, tmp_path / "log") as browser:
            for trick in every:
                path.write_text(trick.report, encoding="utf-8")
                # Some go elsewhere by themselves, and the browser says that it did not arrive.
                with suppress(Stopped, Error):
                    browser.go(path.as_uri())
                time.sleep(0.1)
                if browser.title() == "ran":
                    ran.add(trick.name)
        heard = len(server.heard)
    hosts = noted(tmp_path / "log")
    reached = {trick.name for trick in every if trick.host in hosts}
    assert len(ran) >= 10
    assert len(reached) >= 40
    assert {"markup: preconnect", "markup: look-up", "markup: image", "style: import", "drawing: image"} <= reached
    assert heard > 40
