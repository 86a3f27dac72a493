"""The questionnaires that `tj assess` knows: the shipped ones, and those in the vault's own `.tj/instruments/`."""

import re
from difflib import get_close_matches
from pathlib import Path

from tj import templating
from tj.cli import say
from tj.errors import Refused, TjError, UsageProblem
from tj.insight.instruments import Instrument, is_instrument_name, parse_instrument
from tj.interop.fhir import read_questionnaire
from tj.vault.files import create_file, read_file, read_to_change, replace_file
from tj.vault.layout import Vault

__all__ = ["all_forms", "find_form", "import_form"]

_FOLDER = ".tj/instruments"
_SHIPPED = "instruments"
_ENDING = ".toml"
_LARGEST_OWN = 256 * 1024
_LARGEST_FILE = 1024 * 1024


def all_forms(vault: Vault) -> tuple[list[Instrument], list[str]]:
    """Return every questionnaire by name, an own one in place of a shipped one, and what cannot be read, in words."""
    forms: list[Instrument] = []
    problems: list[str] = []
    for name in sorted({*_shipped(), *_own(vault)}):
        try:
            forms.append(_read(vault, name))
        except TjError as problem:
            problems.append(problem.message)
    return forms, problems


def find_form(vault: Vault, given: str) -> Instrument:
    """Return the questionnaire of this name, in whatever case.

    Raises `UsageProblem` where there is none, `TjError` where it cannot be read.
    """
    names = sorted({*_shipped(), *_own(vault)})
    name = given.strip().casefold()
    if name not in names:
        near = get_close_matches(name, names, n=2, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`tj assess --list` shows those there are"
        raise UsageProblem(f"there is no questionnaire named {given!r}", hint)
    return _read(vault, name)


def import_form(vault: Vault, source: Path, name: str | None, without: tuple[str, ...], *, replace: bool) -> None:
    """Take a FHIR Questionnaire into the vault as a questionnaire of its own, and say what became of it.

    Arguments: `name`, what it will be called, by default after its file; `without`, linkIds to leave out; `replace`,
    whether an own one of that name may be replaced.
    Raises `TjError` where it cannot be scored, `Refused` where there is one of that name already.
    """
    given = (name or re.sub(r"[^a-z0-9]+", "-", source.name.partition(".")[0].casefold())).strip("-")
    if not is_instrument_name(given):
        raise UsageProblem(
            f"{given!r} cannot be the name of a questionnaire",
            "give one of small letters, digits and hyphens, as in `tj assess my-form --import FILE`",
        )
    path = f"{_FOLDER}/{given}{_ENDING}"
    full = vault.locate(path)
    if full.exists() and not replace:
        raise Refused(f"{path} is there already", "give another name, or `--replace` if it may be replaced")
    form = read_questionnaire(_text(source, _LARGEST_FILE, source.name), source.name, given, without)
    parse_instrument(given, form.text, source.name)
    if full.exists():
        replace_file(full, read_to_change(full), form.text.encode())
    else:
        create_file(full, form.text.encode())
    say.say(f"{path} has its {form.items} questions; fill it in with `tj assess {given}`.")
    if form.left_out:
        say.say(say.shown(f"Not asked: {', '.join(form.left_out)}."))
    say.say("It has no bands and no thresholds: a form in this format has none, and you can add them to that file.")
    if not form.flagged:
        say.say("Where an answer should bring up `tj support`, add `flagged_from = 1` below that question.")


def _shipped() -> list[str]:
    return [name.removesuffix(_ENDING) for name in templating.shipped_names(_SHIPPED) if name.endswith(_ENDING)]


def _own(vault: Vault) -> list[str]:
    folder = vault.root / _FOLDER
    found = folder.glob(f"*{_ENDING}") if folder.is_dir() else ()
    return [path.stem for path in found if is_instrument_name(path.stem)]


def _read(vault: Vault, name: str) -> Instrument:
    path = f"{_FOLDER}/{name}{_ENDING}"
    own = vault.locate(path)
    if own.exists():
        return parse_instrument(name, _text(own, _LARGEST_OWN, path), path)
    file = f"{_SHIPPED}/{name}{_ENDING}"
    return parse_instrument(name, templating.shipped(file), file)


def _text(path: Path, largest: int, where: str) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        raise TjError(f"{where} is not there, or may not be read", "see that its path is right") from None
    if size > largest:
        raise TjError(f"{where} is larger than {largest // 1024:,} KiB", "a questionnaire is smaller than that")
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TjError(f"{where} is not UTF-8 text", "save it as UTF-8 first") from None
