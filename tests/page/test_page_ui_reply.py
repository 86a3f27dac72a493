"""What a therapist does with the page: reply, print, and leave nothing behind."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Dialog, Page

from tests.page.therapist import (
    NOTES,
    REPORT,
    SHARE,
    WRITER,
    alert,
    go,
    open_share,
    payload,
    saved,
)
from tj.share.crypto import decrypt


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
    with page.expect_download() as copy:
        page.get_by_role("button", name="Save a copy as text").click()
    assert copy.value.suggested_filename == f"my-copy-of-{download.value.suggested_filename[:-4]}.txt"
    text = saved(copy.value).decode()
    assert text.startswith(f"My copy of the reply {download.value.suggested_filename}, written on ")
    assert (
        "\nTo whoever made this share, in answer to share number 1, made on 11 May 2026.\n\nFirst line.\n\nSecond"
        in text
    )
    assert text.endswith(
        "Homework\n- Walk for ten minutes\n- Call the dentist\n\nPrompts to try\n- Today I was surprised by\n"
    )


def test_that_the_writer_will_see_both_is_said_before_a_second_reply(page: Page) -> None:
    open_share(page)
    go(page, "Reply")
    page.get_by_label("What you want to say").fill("Go on.")
    assert not page.locator("#reply-again").is_visible()
    with page.expect_download():
        page.get_by_role("button", name="Save the reply").click()
    page.locator("#reply-done").wait_for()
    assert not page.locator("#reply-again").is_visible()
    page.get_by_label("What you want to say").fill("Go on slowly.")
    page.once("dialog", lambda dialog: dialog.accept())
    assert "the writer sees both" in " ".join(page.locator("#reply-again").inner_text().split())
    open_share(page)
    go(page, "Reply")
    page.get_by_label("What you want to say").fill("Go on.")
    assert not page.locator("#reply-again").is_visible()


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
