"""What a therapist does with the page: make a key, open a share, and see who signed it."""

import json
import re
import subprocess
from pathlib import Path

from playwright.sync_api import BrowserContext, Download, Page

from tests.conftest import program
from tests.page.browser import built_page, make_share, writer
from tests.page.core import b64
from tests.page.therapist import (
    NOTES,
    PASSPHRASE,
    REPORT,
    SEVEN,
    SHARE,
    SIX,
    WRITER,
    Asked,
    alert,
    go,
    open_share,
    payload,
    saved,
)
from tests.share.light import seal_lightly
from tj.share.crypto import decrypt_with_passphrase, recipient_of
from tj.share.keys import identity_file, six_words


def test_a_key_is_made_saved_and_shown(page: Page, tmp_path: Path) -> None:
    go(page, "Make my key")
    with page.expect_download() as download:
        page.get_by_role("button", name="Make my key and save it").click()
    text = saved(download.value).decode()
    found = re.search(r"^AGE-SECRET-KEY-1\w+$", text, re.MULTILINE)
    assert found
    recipient = recipient_of(found[0])
    assert page.get_by_label("Public part of my key", exact=True).input_value() == recipient
    assert tuple(page.locator("#key-words li").all_inner_texts()) == six_words("recipient", recipient)
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
    assert "Long" in page.locator("#key-length").inner_text()
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
    page.get_by_label("The key file that you kept").set_input_files([payload(sealed, "my-key-a-b.age")])
    page.get_by_role("button", name="Open the share").click()
    assert "A passphrase is needed" in alert(page)
    page.get_by_label("Passphrase of your key").fill("something else")
    page.get_by_role("button", name="Open the share").click()
    assert "That passphrase does not open your key" in alert(page)
    assert "you chose when you made" in alert(page)
    assert "told" not in alert(page)
    page.get_by_label("Passphrase of your key").fill(PASSPHRASE)
    page.get_by_role("button", name="Open the share").click()
    page.locator("#share-body").wait_for()
    assert page.locator("#open-key-pass").input_value() == ""


def test_a_key_chosen_as_the_share_is_called_a_key_and_can_be_put_in_its_place(page: Page) -> None:
    sealed = seal_lightly(identity_file(SHARE.identity), PASSPHRASE)
    go(page, "Open a share")
    share, key = page.get_by_label("The file that was sent to you"), page.get_by_label("The key file that you kept")
    share.set_input_files([payload(seal_lightly(b"x" * 70_000, SEVEN))])
    page.locator("#open-by-words").wait_for()
    share.set_input_files([payload(sealed, "my-key-a-b.age")])
    assert "This is a key, not a share" in alert(page)
    assert not page.locator("#open-by-words").is_visible()
    key.set_input_files([payload(sealed, "my-key-a-b.age")])
    share.set_input_files([payload(SHARE.data)])
    page.get_by_label("Passphrase of your key").fill(PASSPHRASE)
    page.get_by_role("button", name="Open the share").click()
    page.locator("#share-body").wait_for()


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
        keep(page)
    assert download.value.suggested_filename == "my-writers.json"
    kept = saved(download.value)
    assert "From Mara" in who.inner_text()
    assert "with 1 writer." in who.get_by_role("status").inner_text()
    page.get_by_role("link", name="Reply", exact=True).last.click()
    page.locator("#reply-to", has_text="To Mara, in answer to share number 1").wait_for()
    assert not page.locator("#reply-care").is_visible()
    page.reload()
    open_share(page, signers=kept)
    assert "From Mara" in page.locator("#who").inner_text()


def keep(page: Page, name: str = "") -> None:
    """Keep the writer of the open share, by the name that was typed, in a list that begins with them."""
    if name:
        page.locator("#who details summary").last.click()
        page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Keep this writer").click()
    page.get_by_role("button", name="begin a list").click()


def downloads_of(page: Page) -> list[Download]:
    """Return a list to which all that the page saves from now on is added."""
    found: list[Download] = []
    page.on("download", lambda one: found.append(one))
    return found


def names(file: bytes) -> list[str]:
    return [one["name"] for one in json.loads(file)["signers"]]


def test_a_list_from_before_is_asked_for_so_that_nobody_in_it_is_lost(page: Page) -> None:
    open_share(page)
    with page.expect_download() as first:
        keep(page, "Mara")
    kept = saved(first.value)
    page.reload()
    ben = make_share(writer(), REPORT)
    open_share(page, ben)
    downloads = downloads_of(page)
    page.get_by_text("Keep the writer in your list").click()
    page.get_by_label("Name", exact=True).fill("Ben")
    page.get_by_role("button", name="Keep this writer").click()
    page.get_by_role("heading", name="Do you have a list already?").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Do you have a list already?"
    chosen = page.get_by_label("“my-writers.json”")
    chosen.set_input_files([payload(b"{}", "other.json")])
    assert "could not be read" in alert(page)
    assert downloads == []
    with page.expect_download() as second:
        chosen.set_input_files([payload(kept, "my-writers.json")])
    assert names(saved(second.value)) == ["Mara", "Ben"]
    assert "with 2 writers." in page.locator("#who").get_by_role("status").inner_text()


def test_whom_the_list_that_is_asked_for_knows_is_not_kept_once_more(page: Page) -> None:
    open_share(page)
    with page.expect_download() as download:
        keep(page, "Mara")
    kept = saved(download.value)
    other = make_share(writer()._replace(identity=WRITER.identity), REPORT)
    for share, said in ((SHARE, "From Mara"), (other, "not signed as Mara signed before")):
        page.reload()
        open_share(page, share)
        downloads = downloads_of(page)
        page.get_by_text("Keep the writer in your list").click()
        page.get_by_label("Name", exact=True).fill("Someone")
        page.get_by_role("button", name="Keep this writer").click()
        page.get_by_label("“my-writers.json”").set_input_files([payload(kept, "my-writers.json")])
        page.locator("#who h2", has_text=said).wait_for()
        assert "Nothing was saved" in page.locator("#who").get_by_role("status").inner_text()
        assert downloads == []


def test_a_list_that_is_chosen_late_keeps_whom_was_kept_before(page: Page) -> None:
    open_share(page)
    with page.expect_download() as download:
        keep(page, "Mara")
    kept = saved(download.value)
    page.reload()
    open_share(page, make_share(writer(), REPORT))
    with page.expect_download():
        keep(page, "Ben")
    open_share(page, make_share(writer(), REPORT), signers=kept)
    page.locator("#who h2", has_text="does not know yet").wait_for()
    page.get_by_text("Keep the writer in your list").click()
    page.get_by_label("Name", exact=True).fill("Cleo")
    with page.expect_download() as third:
        page.get_by_role("button", name="Keep this writer").click()
    assert names(saved(third.value)) == ["Mara", "Ben", "Cleo"]


def test_another_key_of_someone_known_is_said_aloud(page: Page) -> None:
    known = make_share(WRITER, REPORT)
    open_share(page, known)
    page.get_by_text("Keep the writer in your list").click()
    page.get_by_label("Name", exact=True).fill("Mara")
    page.get_by_label("Name", exact=True).press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="begin a list").click()
    kept = saved(download.value)
    page.reload()
    other = writer()._replace(identity=WRITER.identity)
    open_share(page, make_share(other, REPORT), signers=kept)
    who = page.locator("#who")
    assert "not signed as Mara signed before" in who.inner_text()
    assert tuple(who.locator("ol li").all_inner_texts()) == six_words("signer", other.signer)
    who.get_by_text("keep it under a new name").click()
    who.get_by_label("Name", exact=True).fill("Mara")
    who.get_by_role("button", name="Keep this writer").click()
    assert "That name is known with another key" in alert(page)
    go(page, "Reply")
    page.locator("#reply-care", has_text="signed with another key").wait_for()
