"""SHA-256 and BLAKE2b without the rest of `hashlib`, which loads all of OpenSSL each time that tj is started."""

__all__ = ["blake2b", "sha256"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b
    except ImportError:  # a Python that was built without its own
        from hashlib import blake2b
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256  # up to Python 3.11
        except ImportError:
            from hashlib import sha256
