"""The page for everyone: by keyboard, by ear, small, enlarged, dark, with more contrast, with less motion."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page

from tests.page.browser import make_share, writer
from tests.page.therapist import PASSPHRASE, REPORT, go, key_payload, open_share, payload
from tests.share.light import seal_lightly
from tj.share.crypto import new_identity
from tj.share.keys import identity_file

SHARE = make_share(writer(), REPORT, {"entries/0001.md": b"---\ndate: 2026-03-01\n---\nText.\n", "att/0001.pdf": b"x"})


def start(page: Page) -> None:
    assert page.get_by_role("heading", name="What would you like to do?").is_visible()


def key_form(page: Page) -> None:
    go(page, "Make my key")
    page.get_by_label("Passphrase", exact=True).fill("short")
    page.get_by_label("The same again").fill("other")


def key_done(page: Page) -> None:
    go(page, "Make my key")
    with page.expect_download():
        page.get_by_role("button", name="Make my key and save it").click()
    page.locator("#key-done").wait_for()


def open_form(page: Page) -> None:
    go(page, "Open a share")
    page.get_by_text("I have a list of writers").click()
    sealed = seal_lightly(identity_file(SHARE.identity), PASSPHRASE)
    page.get_by_label("The key file that you kept").set_input_files([payload(sealed, "my-key-a-b.age")])
    page.locator("#open-key-pass").wait_for()


def open_by_words(page: Page) -> None:
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(seal_lightly(bytes(70_000), "a"))])
    page.get_by_label("The words, in their order").fill("abandn ability ")


def open_stuck(page: Page) -> None:
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(SHARE.data)])
    page.get_by_label("The key file that you kept").set_input_files([key_payload(new_identity())])
    page.get_by_role("button", name="Open the share").click()
    page.locator("#open-alert:not(:empty)").wait_for()


def share_open(page: Page) -> None:
    open_share(page, SHARE)
    page.get_by_text("Keep the writer in your list").click()
    page.get_by_label("Name", exact=True).fill("Mara")
    page.get_by_role("button", name="Keep this writer").click()
    page.get_by_role("heading", name="Do you have a list already?").wait_for()
    page.locator("#entries-list summary").click()


def reply_form(page: Page) -> None:
    open_share(page, SHARE)
    go(page, "Reply")
    page.get_by_label("What you want to say").fill("Words.")
    with page.expect_download():
        page.get_by_role("button", name="Save the reply").click()
    page.locator("#reply-done").wait_for()


def reply_without(page: Page) -> None:
    go(page, "Reply")


def print_task(page: Page) -> None:
    open_share(page, SHARE)
    go(page, "Print")


def about(page: Page) -> None:
    page.get_by_role("link", name="About this page").click()
    page.get_by_text("The free software in this page").click()


STATES: tuple[Callable[[Page], None], ...] = (
    start, key_form, key_done, open_form, open_by_words, open_stuck, share_open, reply_form, reply_without, print_task,
    about,
)  # fmt: skip
# Every target that is not within a line of text is at least 24 pixels high and wide.
SMALL = """() => [...document.querySelectorAll("button, .button, input, summary, .top a, .cards a")]
  .filter((one) => one.checkVisibility() && !one.closest(".skip"))
  .filter((one) => { const { width, height } = one.getBoundingClientRect(); return width < 24 || height < 24; })
  .filter((one) => !(one.type === "checkbox" && one.closest("label").getBoundingClientRect().height >= 24))
  .map((one) => one.outerHTML)"""


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_no_barrier_is_found_in_any_state(page: Page, state: Callable[[Page], None]) -> None:
    """By axe-core, in light and dark, and narrow enough for a screen of 1280 pixels enlarged four times."""
    state(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 480})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL) == []


def test_axe_finds_a_barrier_where_there_is_one(page: Page) -> None:
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert Axe().run(page).violations_count > 0


def test_all_is_done_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the task"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'main'")
    reach(page, "Make my key")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    reach(page, "Make my key and save it")
    with page.expect_download():
        page.keyboard.press("Space")
    page.locator("#key-done").wait_for()
    page.wait_for_function("() => document.activeElement.textContent === 'Your key is made'")


def test_the_report_is_reached_and_scrolled_by_keyboard(page: Page) -> None:
    open_share(page, SHARE)
    reach(page, "Close the share")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.activeElement.id === 'report'")
    frame = page.frames[1]
    for _ in range(40):
        page.keyboard.press("PageDown")
        if frame.evaluate("scrollY") > 0:
            break
        page.wait_for_timeout(50)
    assert frame.evaluate("scrollY") > 0


def reach(page: Page, words: str) -> None:
    """Go on with Tab until the element of these words has the focus, and see that the focus can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.split('\\n')[0]") == words:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{words} was not reached")


def test_headings_go_down_step_by_step_and_each_task_has_one_of_the_first_level(page: Page) -> None:
    share_open(page)
    headings = page.locator("h1:visible, h2:visible, h3:visible").evaluate_all("all => all.map((one) => one.tagName)")
    assert headings.count("H1") == 1
    assert headings[0] == "H1"
    assert re.search("H1,H3", ",".join(headings)) is None
    assert page.locator("main, header.top, footer, nav").count() == 4


def described(page: Page, label: str) -> str:
    """Return what is read aloud of a field after its name."""
    ids = page.get_by_label(label, exact=True).get_attribute("aria-describedby") or ""
    return " ".join(page.locator(f"#{name}").inner_text() for name in ids.split())


def test_what_is_chosen_and_what_is_wrong_belong_to_their_fields(page: Page) -> None:
    open_by_words(page)
    assert "locked with a passphrase" in described(page, "The file that was sent to you (its name ends in .age)")
    assert "Word 1 is not among" in described(page, "The words, in their order")
    words = page.get_by_label("The words, in their order")
    assert words.get_attribute("aria-invalid") == "true"
    words.fill("abandon ability ")
    assert words.get_attribute("aria-invalid") == "false"
    key_form(page)
    again = page.get_by_label("The same again")
    assert again.get_attribute("aria-invalid") is None
    page.get_by_role("button", name="Make my key and save it").click()
    assert again.get_attribute("aria-invalid") == "true"
    assert "The two are not the same." in described(page, "The same again")
    again.fill("short")
    assert again.get_attribute("aria-invalid") is None


def test_a_passphrase_is_judged_aloud_when_that_changes_and_not_at_each_key(page: Page) -> None:
    go(page, "Make my key")
    field, said = page.get_by_label("Passphrase", exact=True), page.locator("#key-length")
    field.fill("correct horse")
    before = said.inner_text()
    assert before == "Fair. Longer is better."
    field.press_sequentially(" b")
    assert said.inner_text() == before
    field.fill("correct horse battery")
    assert said.inner_text() == "Long."


def test_what_came_of_a_reply_is_where_the_focus_goes(page: Page) -> None:
    reply_form(page)
    assert page.evaluate("document.activeElement.textContent") == "The reply is saved, and not yet sent"


def test_what_people_write_is_read_in_no_set_language(page: Page) -> None:
    share_open(page)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#entries-list pre").get_attribute("lang") == ""
    go(page, "Reply")
    fields = page.locator("#reply-form :is(textarea, input)").evaluate_all("all => all.map((one) => one.lang)")
    assert fields == [""] * 3


def test_with_little_motion_nothing_moves(page: Page) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return style.animationName !== "none" || style.transitionDuration !== "0s";
    }).length"""
    share_open(page)
    assert page.evaluate(moving) == 0


def test_forced_colours_keep_the_borders_of_what_can_be_pressed(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    start(page)
    borders = page.locator(".cards a").evaluate_all("all => all.map((one) => getComputedStyle(one).borderTopWidth)")
    assert borders == ["1px"] * 4
