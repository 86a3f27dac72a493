"""What a therapist does with the page: a key, a share, a reply, paper; and what is said where it stops."""

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext, Dialog, Download, FilePayload, Page

from tests.conftest import program
from tests.page.browser import Share, built_page, chromium, make_share, writer
from tests.page.core import b64
from tests.share.light import seal_lightly
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.report.html import Page as Template
from tj.report.html import build_report
from tj.share.crypto import decrypt, decrypt_with_passphrase, encrypt, new_identity, recipient_of
from tj.share.keys import identity_file, words
from tj.share.packing import pack
from tj.templating import shipped

WRITER = writer()
NOTES = [f"---\ndate: 2026-03-{day:02}\nmood: {day % 9}\n---\nDay {day}. " + "Words. " * 60 for day in range(1, 29)]
SEVEN = "abandon-ability-able-about-above-absent-absorb"
PASSPHRASE = "correct horse battery staple"


def report() -> str:
    notes = [parse_note(f"entries/{n:04}.md", text.encode(), Settings()) for n, text in enumerate(NOTES, start=1)]
    return build_report(notes, {}, Settings(), Template(shipped("report.html"), shipped("report.css")))


REPORT = report()
ENTRIES = {f"entries/{n:04}.md": text.encode() for n, text in enumerate(NOTES, start=1)}
SHARE = make_share(WRITER, REPORT, {**ENTRIES, "att/0001.pdf": b"%PDF-1.4 a file"})
SIX = words("signer", WRITER.signer)


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with chromium() as context:
        yield context


class Asked(NamedTuple):
    """The page as it was just opened, and every address that it asked for."""

    page: Page
    addresses: list[str]


@pytest.fixture
def asked(browser: BrowserContext) -> Iterator[Asked]:
    addresses: list[str] = []
    faults: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: addresses.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(built_page().as_uri())
    yield Asked(page, addresses)
    page.close()
    assert faults == []


@pytest.fixture
def page(asked: Asked) -> Page:
    return asked.page


def payload(data: bytes, name: str = "share-abcdefgh.age") -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def key_payload(identity: str) -> FilePayload:
    return payload(identity_file(identity), "share-key-some-words.txt")


def go(page: Page, task: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=task, exact=True).click()
    page.locator("nav a[aria-current=page]").get_by_text(task, exact=True).wait_for()


def open_share(page: Page, share: Share = SHARE, signers: bytes = b"") -> None:
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(share.data)])
    page.get_by_label("The key file that you kept").set_input_files([key_payload(share.identity)])
    if signers:
        page.get_by_text("I have a list of writers").click()
        page.get_by_label("The list that this page saved").set_input_files([payload(signers, "my-writers.json")])
    page.get_by_role("button", name="Open the share").click()
    page.locator("#share-body").wait_for()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def alert(page: Page) -> str:
    """Return what stopped the task, which has the focus so that it is read aloud and seen."""
    shown = page.locator("[role=alert]:not(:empty)")
    shown.wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    return shown.inner_text()


# -- a key


def test_a_key_is_made_saved_and_shown(page: Page, tmp_path: Path) -> None:
    go(page, "Make my key")
    with page.expect_download() as download:
        page.get_by_role("button", name="Make my key and save it").click()
    text = saved(download.value).decode()
    found = re.search(r"^AGE-SECRET-KEY-1\w+$", text, re.MULTILINE)
    assert found
    recipient = recipient_of(found[0])
    assert page.get_by_label("Public part of my key", exact=True).input_value() == recipient
    assert tuple(page.locator("#key-words li").all_inner_texts()) == words("recipient", recipient)
    assert download.value.suggested_filename in page.locator("#key-done").inner_text()
    assert "passphrase, no share" not in page.locator("#key-done").inner_text()
    with page.expect_download() as again:
        page.get_by_role("button", name="Save it again").click()
    assert saved(again.value).decode() == text
    picture = tmp_path / "qr.png"
    page.locator("#key-qr").screenshot(path=picture)
    read = subprocess.run([program("zbarimg"), "--raw", "-q", picture], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == recipient


def test_a_key_is_under_the_passphrase_that_was_typed_twice(page: Page) -> None:
    go(page, "Make my key")
    page.get_by_label("Passphrase", exact=True).fill("short")
    assert "At least 10" in page.locator("#key-length").inner_text()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    assert "long" in page.locator("#key-length").inner_text()
    page.get_by_label("The same again").fill("correct horse")
    page.get_by_role("button", name="Make my key and save it").click()
    assert "not the same" in page.locator("#key-same").inner_text()
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.evaluate(
        """() => {
          window.said = [];
          const busy = document.getElementById("busy");
          new MutationObserver(() => window.said.push(busy.textContent)).observe(busy, { childList: true });
        }"""
    )
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Make my key and save it").click()
    page.locator("#key-done").wait_for()
    page.wait_for_function("() => window.said.at(-1) === ''")
    assert page.evaluate("window.said") == ["Making your key. This takes a few seconds …", ""]
    inside = decrypt_with_passphrase(saved(download.value), PASSPHRASE).decode()
    assert "AGE-SECRET-KEY-1" in inside
    assert page.get_by_label("Public part of my key", exact=True).input_value() in inside
    assert "and its passphrase, no share" in page.locator("#key-done").inner_text()
    assert page.locator("#key-pass").input_value() == ""


def test_a_passphrase_that_protects_little_is_refused_in_words(page: Page) -> None:
    go(page, "Make my key")
    for label in ("Passphrase", "The same again"):
        page.get_by_label(label, exact=True).fill("aaaaaaaaaaaaaa")
    page.get_by_role("button", name="Make my key and save it").click()
    assert "protect little" in alert(page)
    assert not page.locator("#key-done").is_visible()


def test_a_key_just_made_opens_a_share_without_being_chosen(page: Page) -> None:
    go(page, "Make my key")
    with page.expect_download() as download:
        page.get_by_role("button", name="Make my key and save it").click()
    identity = saved(download.value).decode().split()[-1]
    share = make_share(WRITER, REPORT, reader=identity)
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(share.data)])
    page.get_by_text("You need not choose it again").wait_for()
    page.get_by_role("button", name="Open the share").click()
    page.locator("#share-body").wait_for()


# -- a share


def test_a_share_is_opened_and_read(asked: Asked) -> None:
    page = asked.page
    open_share(page)
    assert page.url.endswith("#share")
    assert page.locator("#share-facts").inner_text() == "Made on 11 May 2026 · share number 1 · 28 entries."
    assert page.locator("h1:visible").evaluate("one => one === document.activeElement")
    inside = page.frame_locator("#report")
    assert inside.locator("article").count() == len(NOTES)
    assert inside.locator("svg").first.is_visible()
    entry = page.locator("#entries-list details").first
    entry.locator("summary").click()
    page.wait_for_function("text => document.querySelector('#entries-list pre').textContent === text", arg=NOTES[0])
    with page.expect_download() as download:
        entry.get_by_role("button", name="Save a copy").click()
    assert saved(download.value).decode() == NOTES[0]
    with page.expect_download() as download:
        page.locator("#attached-list").get_by_role("button").click()
    assert (download.value.suggested_filename, saved(download.value)) == ("0001.pdf", b"%PDF-1.4 a file")
    # The page, its frame, its icon, what it saves, and nothing else.
    assert {address.partition(":")[0] for address in asked.addresses} <= {"file", "about", "data", "blob"}
    assert [address for address in asked.addresses if address.startswith("file:")] == [built_page().as_uri()]


def test_links_and_disclosures_work_in_the_report(page: Page) -> None:
    open_share(page)
    frame = page.frames[1]
    page.locator("#report").scroll_into_view_if_needed()
    link = page.frame_locator("#report").locator("nav a").last
    link.click()
    page.wait_for_timeout(200)
    assert frame.evaluate("scrollY") > 500
    assert frame.locator("article").count() == len(NOTES)
    disclosure = page.frame_locator("#report").locator("details").first
    assert not disclosure.locator("table").is_visible()
    disclosure.locator("summary").click()
    assert disclosure.locator("table").is_visible()


def test_a_report_runs_nothing_even_were_it_to_get_through(browser: BrowserContext) -> None:
    """The frame is shut in by itself, whatever the rebuilding lets through."""
    page = browser.new_page()
    page.goto(built_page().as_uri())
    open_share(page)
    assert page.locator("#report").get_attribute("sandbox") == ""
    page.locator("#report").evaluate(
        """one => new Promise((done) => {
          one.onload = done;
          one.srcdoc = "<title>still</title><script>document.title = 'ran'</scr" + "ipt>";
        })"""
    )
    assert page.frames[1].evaluate("document.title") == "still"
    page.close()


def test_a_share_by_passphrase_asks_for_words_and_points_at_a_slip(page: Page) -> None:
    share = make_share(WRITER, REPORT, passphrase=True)
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(seal_lightly(share.data, SEVEN))])
    typed = page.get_by_label("The words, in their order")
    typed.fill("abandon abilty able ")
    assert "Word 2 is not among" in page.locator("#open-words-slip").inner_text()
    assert not page.locator("#open-by-key").is_visible()
    typed.fill("Abandon ability able about above absent above")
    typed.press("Enter")
    assert "does not open it" in alert(page)
    typed.fill("Abandon ability, able about above absent absorb")
    typed.press("Enter")
    page.locator("#share-body").wait_for()


def test_a_key_under_a_passphrase_asks_for_it(page: Page) -> None:
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(SHARE.data)])
    sealed = seal_lightly(identity_file(SHARE.identity), PASSPHRASE)
    page.get_by_label("The key file that you kept").set_input_files([payload(sealed, "share-key-a-b.age")])
    page.get_by_role("button", name="Open the share").click()
    assert "A passphrase is needed" in alert(page)
    page.get_by_label("Passphrase of your key").fill("something else")
    page.get_by_role("button", name="Open the share").click()
    assert "That passphrase does not open it" in alert(page)
    page.get_by_label("Passphrase of your key").fill(PASSPHRASE)
    page.get_by_role("button", name="Open the share").click()
    page.locator("#share-body").wait_for()
    assert page.locator("#open-key-pass").input_value() == ""


def test_dropped_files_find_their_places(page: Page) -> None:
    page.evaluate(
        """([share, key]) => {
          const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
          const held = new DataTransfer();
          held.items.add(new File([bytes(key)], "my key.txt"));
          held.items.add(new File([bytes(share)], "share-abcdefgh.age"));
          dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        [b64(SHARE.data), b64(identity_file(SHARE.identity))],
    )
    page.get_by_text("locked for a key").wait_for()
    assert page.locator("#open-file").evaluate("one => one.files[0].name") == "share-abcdefgh.age"
    assert page.locator("#open-keys").evaluate("one => one.files[0].name") == "my key.txt"
    page.get_by_role("button", name="Open the share").click()
    page.locator("#share-body").wait_for()


def test_closing_a_share_takes_everything_away(page: Page) -> None:
    open_share(page)
    go(page, "Print")
    go(page, "The share")
    page.get_by_role("button", name="Close the share").click()
    assert page.url.endswith("#start")
    assert not page.get_by_role("navigation").get_by_role("link", name="The share").is_visible()
    go(page, "Print")
    assert "nothing to print" in page.locator("main").inner_text()
    assert page.locator("iframe").count() == 0
    assert page.locator("#entries-list li").count() == 0


# -- who signed


def test_a_new_writer_is_kept_and_known_the_next_time(page: Page) -> None:
    open_share(page)
    who = page.locator("#who")
    assert "does not know yet" in who.inner_text()
    assert tuple(who.locator("ol li").all_inner_texts()) == SIX
    who.get_by_text("Keep the writer in your list").click()
    who.get_by_label("Name", exact=True).fill("Mara")
    with page.expect_download() as download:
        who.get_by_role("button", name="Keep this writer").click()
    assert download.value.suggested_filename == "my-writers.json"
    kept = saved(download.value)
    assert "From Mara" in who.inner_text()
    page.get_by_role("link", name="Reply", exact=True).last.click()
    page.locator("#reply-to", has_text="To Mara, in answer to share number 1").wait_for()
    assert not page.locator("#reply-care").is_visible()
    page.reload()
    open_share(page, signers=kept)
    assert "From Mara" in page.locator("#who").inner_text()


def test_another_key_of_someone_known_is_said_aloud(page: Page) -> None:
    known = make_share(WRITER, REPORT)
    open_share(page, known)
    page.get_by_text("Keep the writer in your list").click()
    page.get_by_label("Name", exact=True).fill("Mara")
    with page.expect_download() as download:
        page.get_by_label("Name", exact=True).press("Enter")
    kept = saved(download.value)
    page.reload()
    other = writer()._replace(identity=WRITER.identity)
    open_share(page, make_share(other, REPORT), signers=kept)
    who = page.locator("#who")
    assert "not signed as Mara signed before" in who.inner_text()
    assert tuple(who.locator("ol li").all_inner_texts()) == words("signer", other.signer)
    who.get_by_text("keep it under a new name").click()
    who.get_by_label("Name", exact=True).fill("Mara")
    who.get_by_role("button", name="Keep this writer").click()
    assert "That name is known with another key" in alert(page)
    go(page, "Reply")
    page.locator("#reply-care", has_text="signed with another key").wait_for()


# -- what goes wrong


def damaged() -> bytes:
    return SHARE.data[:-5] + bytes([SHARE.data[-5] ^ 1]) + SHARE.data[-4:]


def forwarded() -> bytes:
    inside = decrypt(SHARE.data, [SHARE.identity])
    return encrypt(inside, recipient_of(OTHER))


def forged() -> bytes:
    """Return a share whose report was changed by someone without the writer's signing key."""
    other = writer()
    share = make_share(other._replace(identity=WRITER.identity), REPORT)
    inside = decrypt(share.data, [share.identity])
    swapped = inside.replace(other.signer.encode(), WRITER.signer.encode())
    return encrypt(_packed_anew(swapped), recipient_of(SHARE.identity))


def _packed_anew(inside: bytes) -> bytes:
    """Return a zip in the one valid form, so that only its signature is wrong."""
    members = {}
    with ZipFile(BytesIO(inside)) as packed:
        for info in packed.infolist():
            start = info.header_offset + 30 + len(info.filename)
            members[info.filename] = inside[start : start + info.file_size]
    members.pop("pad")
    return pack(members)


OTHER = new_identity()
STUCK: dict[str, tuple[bytes, str, str]] = {
    "wrong key": (SHARE.data, OTHER, "This key does not open the share"),
    "damaged": (damaged(), SHARE.identity, "The file is damaged"),
    "cut off": (SHARE.data[:-20_000], SHARE.identity, "The file is damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), SHARE.identity, "This is not a share"),
    "empty": (b"", SHARE.identity, "This is not a share"),
    "a key": (identity_file(OTHER), SHARE.identity, "This is a key file"),
    "passed on": (forwarded(), OTHER, "made for someone else"),
    "forged": (forged(), SHARE.identity, "The signature is not valid"),
    "a reply": (
        encrypt(b"tj-reply/1 x\n{}", recipient_of(SHARE.identity)),
        SHARE.identity,
        "This is a reply, not a share",
    ),
    "something else": (encrypt(b"a letter", recipient_of(SHARE.identity)), SHARE.identity, "This is not a share"),
    "armored": (b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", SHARE.identity, "turned into text"),
    "too much work": (
        seal_lightly(b"x", SEVEN).replace(b" 8\n", b" 21\n", 1),
        SHARE.identity,
        "It asks for so much work",
    ),
}


@pytest.mark.parametrize("name", STUCK)
def test_what_goes_wrong_is_said_in_plain_words(page: Page, name: str) -> None:
    data, identity, said = STUCK[name]
    go(page, "Open a share")
    page.get_by_label("The key file that you kept").set_input_files([key_payload(identity)])
    page.get_by_label("The file that was sent to you").set_input_files([payload(data)])
    page.wait_for_function("() => document.getElementById('busy').textContent === ''")
    if page.locator("#open-alert:empty").count():
        page.get_by_role("button", name="Open the share").click()
    words_shown = alert(page)
    assert said in words_shown
    assert len(words_shown.split("\n")) >= 3
    assert not page.locator("#share-body").is_visible()
    # The way out works: the right files, chosen in the same form.
    open_share(page)


def test_nothing_chosen_is_said_too(page: Page) -> None:
    go(page, "Open a share")
    page.get_by_role("button", name="Open the share").click()
    assert "Which share?" in alert(page)
    page.get_by_label("The file that was sent to you").set_input_files([payload(SHARE.data)])
    page.get_by_role("button", name="Open the share").click()
    assert "opens with a key" in alert(page)


def test_a_report_that_cannot_be_made_safe_leaves_the_entries(page: Page) -> None:
    share = make_share(WRITER, "<p>x</p><script>1</script><img src=http://127.0.0.1:9/x>", ENTRIES)
    open_share(page, share)
    assert "2 things in it" in page.locator("#report-left").inner_text()
    assert page.locator("#entries-list li").count() == len(NOTES)


# -- a reply


def test_a_reply_is_saved_for_the_writer_alone(page: Page) -> None:
    go(page, "Reply")
    assert "Open the share first" in page.locator("main").inner_text()
    open_share(page)
    page.locator("#share-body").get_by_role("link", name="Reply").click()
    page.get_by_label("What you want to say").fill("First line.\n\nSecond\tline.")
    page.get_by_label("Homework 1", exact=True).fill("Walk for ten minutes")
    page.get_by_label("Homework 1", exact=True).press("Enter")
    page.keyboard.type("Call the dentist")
    page.get_by_role("button", name="Add a prompt").click()
    page.get_by_label("Prompt 2", exact=True).fill("Today I was surprised by")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the reply").click()
    assert re.fullmatch(r"reply-[a-z2-7]{8}\.age", download.value.suggested_filename)
    inside = decrypt(saved(download.value), [WRITER.identity]).decode()
    assert inside.startswith("tj-reply/1 ")
    assert '"guidance":"First line.\\n\\nSecond    line."' in inside
    assert '"homework":["Walk for ten minutes","Call the dentist"]' in inside
    assert '"prompts":["Today I was surprised by"]' in inside
    assert "not yet sent" in page.locator("#reply-done").inner_text()


def test_items_are_removed_and_counted(page: Page) -> None:
    open_share(page)
    go(page, "Reply")
    for text in ("one", "two", "three"):
        page.locator("[data-list=homework] input").last.fill(text)
        page.get_by_role("button", name="Add homework").click()
    page.get_by_role("button", name="Remove homework 2").click()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Homework 1"
    values = page.locator("[data-list=homework] input").evaluate_all("all => all.map((one) => one.value)")
    assert values == ["one", "three", ""]
    for _ in range(60):
        page.locator("[data-list=prompts] input").last.press("Enter")
    assert page.locator("[data-list=prompts] input").count() == 20
    assert page.get_by_role("button", name="Add a prompt").is_disabled()
    page.get_by_label("What you want to say").fill("x" * 20_003)
    assert "3 characters too many" in page.locator("#reply-count").inner_text()
    page.get_by_role("button", name="Save the reply").click()
    assert "The reply is too long" in alert(page)


def test_an_empty_reply_is_not_saved(page: Page) -> None:
    open_share(page)
    go(page, "Reply")
    page.get_by_role("button", name="Save the reply").click()
    assert "nothing to send yet" in alert(page)


def test_what_is_not_saved_is_not_lost_without_a_question(page: Page) -> None:
    asked: list[tuple[str, str]] = []

    def answer(dialog: Dialog) -> None:
        asked.append((dialog.type, dialog.message))
        dialog.dismiss()

    page.on("dialog", answer)
    open_share(page)
    go(page, "Reply")
    page.get_by_label("Prompt 1", exact=True).fill("Something")
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(SHARE.data)])
    page.get_by_role("button", name="Open the share").click()
    assert [kind for kind, _ in asked] == ["confirm"]
    go(page, "Reply")
    assert page.get_by_label("Prompt 1", exact=True).input_value() == "Something"
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert [kind for kind, _ in asked] == ["confirm", "beforeunload"]
    with page.expect_download():
        page.get_by_role("button", name="Save the reply").click()
    page.reload()
    assert len(asked) == 2


# -- paper


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_report_is_printed_whole_and_nothing_else(page: Page, browser: BrowserContext, tmp_path: Path) -> None:
    open_share(page)
    path = tmp_path / "report.html"
    path.write_text(REPORT, encoding="utf-8")
    plain = browser.new_page()
    plain.goto(path.as_uri())
    expected = pages_of(plain.pdf(format="A4"))
    plain.close()
    assert expected > 3
    # At once, as by the browser's own command.
    assert pages_of(page.pdf(format="A4")) == expected
    assert page.locator("#paper").inner_html() == ""
    assert page.locator("#share-title").is_visible()
    page.evaluate("window.print = () => { window.printed = document.getElementById('paper').innerText; }")
    page.get_by_role("button", name="Print the report").click()
    page.wait_for_function("() => window.printed !== undefined")
    page.emulate_media(media="print")
    assert not page.locator("#share-title").is_visible()
    assert page.locator("#paper article").last.is_visible()
    assert page.locator("#paper article").count() == len(NOTES)


def test_without_a_report_the_page_itself_is_printed(page: Page) -> None:
    go(page, "Make my key")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Make my key").is_visible()
    assert not page.locator("#key-make").is_visible()
    assert pages_of(page.pdf(format="A4")) == 1


# -- what stays behind


def test_nothing_is_stored(page: Page) -> None:
    open_share(page)
    go(page, "Reply")
    page.get_by_label("Homework 1", exact=True).fill("Something")
    left = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
    )
    assert left == [0, 0, 0]
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("history.state") is None


def test_the_back_button_goes_back_to_the_task_before(page: Page) -> None:
    go(page, "Make my key")
    go(page, "Print")
    page.go_back()
    assert page.get_by_role("heading", name="Make my key").is_visible()
    assert page.title() == "Make my key – Journal share"
    assert page.locator("nav [aria-current=page]").inner_text() == "Make my key"
