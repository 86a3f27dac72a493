"""The `tj` command: the quick way for a plain check-in or look, else click; and every failure as one clear line."""

import os
import sys

from tj import __version__
from tj.cli import say
from tj.errors import EXIT_FAILED, TjError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tj.cli.app import App

__all__ = ["run"]


def run(arguments: "Sequence[str] | None" = None, app: "App | None" = None) -> int:
    """Run `tj` and return its exit code; nothing but `SystemExit` for it ever leaves here when called as a program.

    Arguments: `arguments`, without the program's name; `app`, the wiring to use, the user's own by default.
    """
    code = _run(sys.argv[1:] if arguments is None else list(arguments), app)
    if arguments is None:
        sys.exit(code)
    return code


def _run(arguments: list[str], app: "App | None") -> int:
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        _open_to_nowhere()
    try:
        code = _done(arguments, app)
        sys.stdout.flush()
        return code
    except TjError as problem:
        say.error(problem)
        return problem.exit_code
    except KeyboardInterrupt:
        say.stopped(interrupted=True)
        return EXIT_FAILED
    except BrokenPipeError:
        _drop_output()  # the reader of a pipe has seen enough
        return EXIT_FAILED
    except OSError as problem:
        _drop_output()
        from tj.words import common as words

        say.complain(*words.system_refused(str(problem.filename or ""), problem.strerror or ""))
        return EXIT_FAILED
    except Exception as problem:  # noqa: BLE001 - the one place where a defect of tj becomes a line and not a traceback
        say.complain(*_defect(problem))
        return EXIT_FAILED


def _open_to_nowhere() -> None:
    """Give a program that was started without input and output, as `pythonw.exe` starts it, some that lead nowhere."""
    for name, how in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, how, encoding="utf-8"))  # noqa: SIM115 - until the program ends


def _drop_output() -> None:
    """Where standard output takes no more, let it go nowhere: python would complain once more while closing it."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _done(arguments: list[str], app: "App | None") -> int:
    if "_TJ_COMPLETE" in os.environ:
        from tj.cli.completion import answer_shell

        return answer_shell(app)
    if "mood" in arguments:
        from tj.cli.quick import answer

        if answer(arguments, app):
            return 0
    elif "list" in arguments or "search" in arguments:
        from tj.cli.quick_look import answer

        if answer(arguments, app):
            return 0
    from tj.cli.group import call

    return call(arguments, app)


def _defect(problem: BaseException) -> tuple[str, str]:
    """Describe a defect by its place alone: its own words could hold what someone wrote."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    from tj.words import common as words

    return words.defect(type(problem).__name__, place, __version__)
