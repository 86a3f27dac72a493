"""`tj backup` and `tj restore`: the whole vault in one encrypted file, tried before it counts, and back."""

import contextlib
import os
import secrets
import sys
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.secret import identities_of, key_passphrase_option, own_keys, read_passphrase
from tj.errors import Refused, TjError
from tj.interop.archive import Archive, Digest
from tj.interop.backup import Survey, check, pack, restore, survey
from tj.interop.git import History, history_of
from tj.share.age_header import kind_of
from tj.share.crypto import decrypt, decrypt_with_passphrase, encrypt, encrypt_with_passphrase
from tj.share.folder import refuse_in_vault
from tj.share.keys import was_exported
from tj.share.passphrase import new_passphrase, normalised, strange_words
from tj.vault.files import create_file, give_name, read_file
from tj.vault.layout import Vault
from tj.vault.leftovers import remove_leftovers

__all__ = ["backup_command", "restore_command"]

# Everything happens in memory, and there three times at once: as it is, encrypted, and read back.
_TIMES = 3
_LARGEST = 4 * 1024**3
_PASSPHRASE_WORK = 1024**3


@click.command("backup")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path), help="The file, or a folder for it.")
@click.option("--own-key", is_flag=True, help="Encrypt to your own key, once it was exported, and not by a passphrase.")
@click.option("--no-history", is_flag=True, help="Leave the git history out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document; a passphrase is shown on stderr.")
@key_passphrase_option
@click.pass_obj
def backup_command(app: App, file: Path, own_key: bool, no_history: bool, as_json: bool) -> None:
    """Write the whole vault, encrypted, into one file, and try that it opens.

    In it are all files as they lie there, committed or not, and in a git repository all of its history. It is encrypted
    by a passphrase that is made for it and shown once. Your keys are not in it: `tj key export` copies these. It takes
    three times the vault's size in memory. Without tj: `age -d FILE | tar x` gives files/ and, for git,
    history.bundle, which `git clone` takes.

    \b
    Example:  tj backup --to /media/stick/
    """
    vault = app.vault()
    path = _place(app, file)
    keys = None
    if own_key:
        if not was_exported(app.places().data):
            raise Refused(
                "your key was not exported, so the disk that is lost would take the only key to the backup with it",
                "`tj key export FILE` first, to another disk; or leave --own-key out for a passphrase",
            )
        keys = own_keys(app)
    looked, history, data, digests = _packed(app, vault, no_history=no_history)
    words = "" if keys else new_passphrase()
    sealed = encrypt(data, keys.recipient) if keys else encrypt_with_passphrase(data, words)
    del data
    remove_leftovers([str(path.parent)])  # of a backup that was killed: hidden, and as large as a whole one
    half = path.with_name(f".tj-{secrets.token_hex(8)}.tmp")  # no file is named a backup before it was tried
    try:
        create_file(half, sealed, mode=0o600)
        del sealed
        found = read_file(half)
        check(decrypt(found, [keys.identity]) if keys else decrypt_with_passphrase(found, words), digests, history)
        give_name(half, path)
    finally:
        half.unlink(missing_ok=True)
    if as_json:
        say.as_json(_document(path, looked, history, len(found)))
    _tell(path, looked, history, len(found), quiet=as_json)
    if words:
        _hand_over(words, quiet=as_json)
    elif not as_json:
        say.say("It opens with your own key, of which you have a copy elsewhere: keep that one safe.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path), help="The key file, for a backup made with --own-key.")
@click.option("--passphrase-file", metavar="FILE", help="Read the passphrase from FILE, - for standard input.")
@click.option("--no-history", is_flag=True, help="Put only the files back.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@key_passphrase_option
@click.pass_obj
def restore_command(
    app: App,
    file: Path,
    folder: Path,
    identity: Path | None,
    passphrase_file: str | None,
    no_history: bool,
    as_json: bool,
) -> None:
    """Put a vault back from a backup, into a new folder.

    The folder must be new or empty: nothing is ever overwritten. The vault appears there whole or not at all; only a
    kill or a power cut can leave `unfinished-…` beside it, which you may delete.

    \b
    Example:  tj restore /media/stick/tj-backup-2026-05-11.age ~/journal
    """
    target = (app.start() / folder.expanduser()).absolute()
    if os.path.lexists(target) and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} is there and not empty", "name a new folder; nothing was written")
    sealed = read_file(app.start() / file.expanduser())
    if kind_of(sealed) == "scrypt":
        data = _by_words(sealed, read_passphrase(app, passphrase_file, "The seven words of the backup"))
    else:
        secret = identities_of(app, identity) if identity else (own_keys(app).identity,)
        data = decrypt(sealed, secret)
    del sealed
    archive = Archive(data)
    restore(archive, target, with_history=not no_history)
    files = sum(member.kind == "file" for member in archive.members())
    with_history = bool(archive.history) and not no_history
    if as_json:
        say.as_json({"output": str(target), "files": files, "history": with_history})
        return
    say.say(f"{_counted(files)} are back in {target}.")
    if with_history:
        say.say(
            "So is the git history. What was not committed then is not committed now; remotes are to be added anew."
        )


def _place(app: App, file: Path) -> Path:
    path = (app.start() / file.expanduser()).absolute()
    if path.is_dir():
        path = path / f"tj-backup-{app.clock().date()}.age"
    refuse_in_vault(path, "a backup")
    if os.path.lexists(path):
        raise Refused(f"{path} is there already", "name another file; tj does not overwrite it")
    if not path.parent.is_dir():
        raise TjError(f"the folder {path.parent} is not there", "see that the disk is connected, or make the folder")
    return path


def _packed(app: App, vault: Vault, *, no_history: bool) -> tuple[Survey, History, bytes, dict[str, Digest]]:
    places = app.places()
    with app.locked(vault):
        looked = survey(vault.root, (places.data, places.cache))
        _see_that_it_fits(looked.size)
        history = History() if no_history else history_of(vault.root)
        _see_that_it_fits(looked.size + len(history.bundle))
        return looked, history, *pack(vault.root, looked, history)


def _see_that_it_fits(size: int) -> None:
    """See that there is memory for a backup of `size` bytes; a computer that dies of it helps nobody."""
    hint = "move large attachments elsewhere, or copy the folder to an encrypted disk"
    if size > _LARGEST:
        raise TjError(f"the vault is larger than a backup may be ({size >> 20:,} of {_LARGEST >> 20:,} MiB)", hint)
    memory = _memory()
    needed = size * _TIMES + _PASSPHRASE_WORK
    if memory is not None and needed > memory:
        raise TjError(
            f"a backup of {size >> 20:,} MiB needs {needed >> 20:,} MiB of memory, and this computer has less", hint
        )


def _memory() -> int | None:
    """Return how many bytes of memory this computer has, None where it cannot be asked, as on Windows."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _hand_over(words: str, *, quiet: bool) -> None:
    say.say("\nThe passphrase, shown this once and kept nowhere:\n", to_stderr=quiet)
    say.say(f"    {words}\n", to_stderr=quiet)
    told = "Write it down and keep it apart from the file. Without it nobody can restore the backup, you neither."
    say.say(told, to_stderr=quiet)


def _document(path: Path, looked: Survey, history: History, size: int) -> dict[str, object]:
    return {
        "output": str(path),
        "bytes": size,
        "files": _files(looked),
        "history": bool(history.bundle),
        "left_out": [{"path": name, "reason": reason} for name, reason in looked.left_out],
    }


def _files(looked: Survey) -> int:
    return sum(one.kind == "file" for one in looked.found)


def _tell(path: Path, looked: Survey, history: History, size: int, *, quiet: bool) -> None:
    also = " and the whole git history" if history.bundle else ""
    if not quiet:
        say.say(f"{_counted(_files(looked))}{also} are in {path} ({size:,} bytes).")
        say.say("It was read back from there, opened, and compared file by file.")
    for name, reason in looked.left_out:
        say.warn(say.shown(f"not in the backup: {name} ({reason})"))
    if history.missing:
        say.warn(f"not in the backup: {history.missing}.")
    if other := _differing_by_case(looked):
        say.warn(say.shown(f"{other} and another differ only by case; a disk that ignores it cannot take this backup."))


def _differing_by_case(looked: Survey) -> str:
    from tj.interop.archive import clashing

    return clashing([one.path for one in looked.found])


def _by_words(sealed: bytes, typed: str) -> bytes:
    try:
        return decrypt_with_passphrase(sealed, normalised(typed))
    except Refused:
        raise
    except TjError as problem:
        strange = strange_words(typed)
        if not strange:
            raise
        which = ", ".join(str(place) for place in strange)
        raise TjError(problem.message, f"look at word {which}: not in the list that tj takes its words from") from None


def _counted(files: int) -> str:
    return "1 file" if files == 1 else f"{files:,} files"
