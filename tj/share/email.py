"""A ready e-mail draft with the bundle attached, which the writer looks at and sends: tj itself sends nothing.

The form is RFC 5322 without the fields that a mail program sets on sending: sender, date and message id. `X-Unsent: 1`
has programs that know it open the file for writing rather than for reading. Subject, name and words are neutral: they
travel unencrypted. No display name stands in it either, but the bare address.
"""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from tj.share.contacts import checked_email
from tj.words import sharing as words

__all__ = ["email_draft"]

# A name as tj gives it; any other may tell what it holds.
_NEUTRAL = re.compile(r"share-[a-z2-7]{8}\.age")


def email_draft(bundle: bytes, name: str, address: str) -> bytes:
    """Return a draft as the bytes of an `.eml` file, with CRLF line ends.

    Arguments: `bundle`, encrypted; `name`, the bundle's file name, kept only where it is a neutral one; `address`,
    whom it is for, or empty where that is not known, for the writer to fill in.
    Raises `UsageProblem` for an address that is none.
    """
    message = EmailMessage(policy=SMTP)
    if address:
        message["To"] = Address(addr_spec=checked_email(address))
    message["Subject"] = words.MAIL_SUBJECT
    message["X-Unsent"] = "1"
    message.set_content(words.MAIL_BODY)
    message.add_attachment(
        bundle,
        maintype="application",
        subtype="octet-stream",
        filename=name if _NEUTRAL.fullmatch(name) else "share.age",
    )
    return message.as_bytes()
