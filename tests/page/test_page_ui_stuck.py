"""Where the page stops, it says why in plain words, and what to do."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page

from tests.page.browser import make_share, writer
from tests.page.therapist import (
    ENTRIES,
    NOTES,
    REPORT,
    SEVEN,
    SHARE,
    WRITER,
    alert,
    go,
    key_payload,
    open_share,
    payload,
)
from tests.share.light import seal_lightly
from tj.share.crypto import decrypt, encrypt, new_identity, recipient_of
from tj.share.keys import identity_file
from tj.share.packing import pack


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
    "a key": (identity_file(OTHER), SHARE.identity, "This is a key, not a share"),
    "a key under a passphrase": (
        seal_lightly(identity_file(OTHER), SEVEN),
        SHARE.identity,
        "This is a key, not a share",
    ),
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
