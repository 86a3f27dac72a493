"""A draft is a message that mail programs open, with the very bundle attached, and nothing can be slipped into it."""

import email
from email import policy
from email.message import EmailMessage

import pytest

from tj.errors import EXIT_USAGE, UsageProblem
from tj.share.contacts import checked_email
from tj.share.email import email_draft
from tj.words.sharing import MAIL_SUBJECT

BUNDLE = bytes(range(256)) * 300


def read(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=policy.default)


def test_a_draft_has_what_a_mail_program_needs_and_no_more() -> None:
    data = email_draft(BUNDLE, "share-abcdefgh.age", "anneke@example.org")
    message = read(data)
    assert not message.defects
    assert (message["To"], message["Subject"], message["X-Unsent"]) == ("anneke@example.org", MAIL_SUBJECT, "1")
    assert {name.lower() for name in message} == {"to", "subject", "x-unsent", "mime-version", "content-type"}
    body, attached = message.iter_parts()
    assert "not monitored" in body.get_content()
    assert "not for emergencies" in body.get_content()
    assert (attached.get_content_type(), attached["Content-Transfer-Encoding"]) == (
        "application/octet-stream",
        "base64",
    )
    assert attached.get_filename() == "share-abcdefgh.age"
    assert attached.get_content() == BUNDLE


def test_its_lines_are_those_of_mail() -> None:
    data = email_draft(BUNDLE, "share-abcdefgh.age", "")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert data.isascii()
    assert "To" not in read(data)


@pytest.mark.parametrize("name", ["my diary.age", "anneke.age", "share-abcdefgh.age\r\nBcc: x@y.org", "share-ABC.age"])
def test_a_name_that_tells_something_is_not_kept(name: str) -> None:
    data = email_draft(BUNDLE, name, "a@example.org")
    (attached,) = read(data).iter_attachments()
    assert attached.get_filename() == "share.age"
    assert b"Bcc" not in data


def test_words_that_go_unencrypted_are_neutral() -> None:
    text = email_draft(b"", "share-abcdefgh.age", "").decode().casefold()
    assert not [word for word in ("therap", "journal", "diary", "mood", "session", "health") if word in text]


@pytest.mark.parametrize(
    "address", ["a@example.org", " First.Last+tag@sub.example.co ", "o'neill@xn--bcher-kva.example"]
)
def test_an_address_is_taken(address: str) -> None:
    assert checked_email(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    ["a", "a@", "@b.org", "a b@c.org", "a@b.org, c@d.org", "a@b.org\nBcc: c@d.org", "a@b.org\r\n\r\nx",
     "Anneke <a@b.org>", "a@b.org>", "a..b@c.org", ".a@b.org", "ä@b.org", "a@bücher.example", "a@b.org\0", "a@-b.org",
     "a@[127.0.0.1]", f"{'a' * 300}@b.org", "=?utf-8?q?a?=@b.org\t", "a@b.org;c@d.org"],
)  # fmt: skip
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        email_draft(BUNDLE, "share-abcdefgh.age", address)
    assert caught.value.exit_code == EXIT_USAGE
    assert len(address) == 1 or address.strip() not in caught.value.message
