"""A key is found in what it came in, and every other kind of key is refused by its own sentence."""

import pytest

from tj.errors import EXIT_REFUSED, EXIT_USAGE, Refused, UsageProblem
from tj.share.crypto import new_identity, new_signing_key, recipient_of, signer_of
from tj.share.pasted import recipient_in

IDENTITY = new_identity()
KEY, OTHER = recipient_of(IDENTITY), recipient_of(new_identity())
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@pytest.mark.parametrize(
    "text",
    [KEY, KEY.upper(), f"  {KEY}\n", f"> {KEY}", f">> > {KEY}\r\n", f"# created: today\n# public key: x\n{KEY}\n",
     f"{KEY[:40]}\n{KEY[40:]}\n", f"> {KEY[:30]}\n> {KEY[30:]}\n", f"\t{KEY[:30]}=\n".replace("=", "") + KEY[30:],
     f"Hello,\nmy key is {KEY}.\nSee you on Tuesday\nAnneke\n", f"<{KEY}>", f"`{KEY}`", f"{KEY}\n\n{KEY.upper()}\n",
     f"# the old one: {OTHER}\n{KEY}\n"],
)  # fmt: skip
def test_the_key_is_found_in_what_it_came_in(text: str) -> None:
    assert recipient_in(text) == KEY


@pytest.mark.parametrize(
    "text",
    [IDENTITY, IDENTITY.lower(), f"# public key: {KEY}\n{IDENTITY}\n", f"> {IDENTITY[:20]}\n> {IDENTITY[20:]}\n",
     f"{IDENTITY[:9]}\n{IDENTITY[9:]}", f"# {IDENTITY}\n{KEY}", f"{KEY} {IDENTITY}", "AGE-PLUGIN-YUBIKEY-1QQQQ",
     "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n", "AGE-SECRET-KEY-PQ-1QQQ", new_signing_key().decode()],
)  # fmt: skip
def test_a_secret_key_is_said_to_be_exposed(text: str) -> None:
    with pytest.raises(Refused, match="secret key, and it is now exposed") as caught:
        recipient_in(text)
    assert caught.value.exit_code == EXIT_REFUSED
    assert "new one" in caught.value.hint
    for part in (IDENTITY[16:30], "QQQ"):
        assert part not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("age1pq1" + LETTERS * 40, "post-quantum"),
        ("\n".join(["age1pq1" + LETTERS * 2, *[LETTERS * 2] * 19]), "post-quantum"),
        ("age1tagpq1" + LETTERS * 40, "post-quantum"),
        ("age1yubikey1" + LETTERS + LETTERS[:26], "hardware token"),
        ("age1tag1" + LETTERS + LETTERS[:26], "hardware token"),
        (signer_of(new_signing_key()), "signing key"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA anneke@laptop", "ssh key"),
        ("sk-ssh-ed25519@openssh.com AAAA", "ssh key"),
        ("ecdsa-sha2-nistp256 AAAA", "ssh key"),
        (f"{KEY}\n{OTHER}\n", "more than one key"),
        ("", "not an age key"),
        ("# nothing else\n", "not an age key"),
        ("anneke", "not an age key"),
        (KEY[:-1], "not an age key"),
        (KEY + "q", "not an age key"),
        (KEY[:-1] + ("q" if KEY[-1] != "q" else "p"), "a letter wrong"),
        (KEY[:20] + KEY[20:].upper(), "not an age key"),
    ],
)
def test_all_else_is_refused_by_its_own_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageProblem, match=said) as caught:
        recipient_in(text)
    assert caught.value.exit_code == EXIT_USAGE
    assert caught.value.hint
