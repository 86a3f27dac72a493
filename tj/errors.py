"""The errors that end a command: each owns its sentence, its hint and its exit code.

Bad data in a vault is not an error but a `Problem` (see `tj.entry.model`): it is collected, shown, and stops nothing.
No message here may ever carry text that a person wrote in an entry.
"""

__all__ = ["EXIT_FAILED", "EXIT_PROBLEMS", "EXIT_REFUSED", "EXIT_USAGE", "Refused", "TjError", "UsageProblem"]

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_PROBLEMS = 3
EXIT_REFUSED = 4


class TjError(Exception):
    """A command could not do its work.

    Arguments: `message`, one sentence that says what happened and where; `hint`, one that says what to do.
    """

    exit_code = EXIT_FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageProblem(TjError):
    """The command was called with something it cannot understand (exit code 2)."""

    exit_code = EXIT_USAGE


class Refused(TjError):
    """The command could have gone on, but someone could have been harmed by it (exit code 4)."""

    exit_code = EXIT_REFUSED
