"""Finding the one age key in what a person was sent and pasted: a line, a wrapped mail, a key file."""

import re

from tj.errors import Refused, UsageProblem
from tj.share.crypto import checked_recipient
from tj.words import therapists as words

__all__ = ["recipient_in"]

_SECRET = re.compile(r"age-secret-key-|age-plugin-[a-z0-9-]+-1|-----begin (?:[a-z0-9]+ )*private key", re.IGNORECASE)
# Prefixes of a quoting mail, and what a person or a program sets around a key.
_QUOTED = re.compile(r"^[\s>|]+")
_AROUND = "<>[](){}\"'`*.,;:“”‘’"
_WHOLE = re.compile(r"age1[02-9ac-hj-np-z]{58}", re.IGNORECASE)
_OTHER_KINDS = (
    (
        re.compile(r"age1(?:tag)?pq1[02-9ac-hj-np-z]{60,}", re.IGNORECASE),
        words.POST_QUANTUM_KEY,
    ),
    (
        re.compile(r"age1[a-z0-9-]{2,40}1[02-9ac-hj-np-z]{20,}", re.IGNORECASE),
        words.PLUGIN_KEY,
    ),
    (
        re.compile(r"ed25519:[A-Za-z0-9+/]{43}="),
        words.SIGNING_KEY,
    ),
)


def recipient_in(text: str) -> str:
    """Return the age recipient that stands in `text`, in its one canonical form.

    Arguments: `text`, a key, or what it came in: with white space and `>` around it, wrapped into lines, with comments
    in `#` lines, with words around it.
    Raises `Refused` where there is a secret key in it, `UsageProblem` where there is no key, more than one, or one of a
    kind that tj does not encrypt to.
    """
    if _SECRET.search("".join(_lines(text, comments=True))):
        raise Refused(*words.SECRET_KEY_EXPOSED)
    lines = _lines(text)
    given = [word.strip(_AROUND) for line in lines for word in line.split()]
    found = sorted({word.lower() for word in given if _WHOLE.fullmatch(word)})
    if len(found) > 1:
        raise UsageProblem(*words.MORE_THAN_ONE_KEY)
    if found:
        # Once more in its own spelling: letters in two cases are a sign of a damaged key.
        return checked_recipient(next(word for word in given if word.lower() == found[0]))
    joined = "".join("".join(line.split()) for line in lines)
    for kind, told in _OTHER_KINDS:
        if any(kind.fullmatch(word) for word in (*given, joined)):
            raise UsageProblem(*told)
    return checked_recipient(joined.strip(_AROUND))


def _lines(text: str, *, comments: bool = False) -> list[str]:
    lines = [_QUOTED.sub("", line).strip() for line in text.splitlines()]
    return [line for line in lines if line and (comments or not line.startswith("#"))]
