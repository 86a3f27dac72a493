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
from tj.words import backup as words

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
            raise Refused(*words.KEY_NOT_EXPORTED)
        keys = own_keys(app)
    looked, history, data, digests = _packed(app, vault, no_history=no_history)
    passphrase = "" if keys else new_passphrase()
    sealed = encrypt(data, keys.recipient) if keys else encrypt_with_passphrase(data, passphrase)
    del data
    remove_leftovers([str(path.parent)])  # of a backup that was killed: hidden, and as large as a whole one
    half = path.with_name(f".tj-{secrets.token_hex(8)}.tmp")  # no file is named a backup before it was tried
    try:
        create_file(half, sealed, mode=0o600)
        del sealed
        found = read_file(half)
        opened = decrypt(found, [keys.identity]) if keys else decrypt_with_passphrase(found, passphrase)
        check(opened, digests, history)
        del opened
        give_name(half, path)
    finally:
        half.unlink(missing_ok=True)
    if as_json:
        say.as_json(_document(path, looked, history, len(found)))
    _tell(path, looked, history, len(found), quiet=as_json)
    if passphrase:
        say.say(words.passphrase_once(passphrase), to_stderr=as_json)
    elif not as_json:
        say.say(words.OPENS_WITH_OWN_KEY)


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
        raise Refused(*words.folder_not_empty(target))
    sealed = read_file(app.start() / file.expanduser())
    if kind_of(sealed) == "scrypt":
        data = _by_words(sealed, read_passphrase(app, passphrase_file, words.SEVEN_WORDS))
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
    say.say(words.are_back_in(files, target))
    if with_history:
        say.say(words.HISTORY_IS_BACK)


def _place(app: App, file: Path) -> Path:
    path = (app.start() / file.expanduser()).absolute()
    if path.is_dir():
        path = path / f"tj-backup-{app.clock().date()}.age"
    refuse_in_vault(path, words.A_BACKUP)
    if os.path.lexists(path):
        raise Refused(*words.file_is_there(path))
    if not path.parent.is_dir():
        raise TjError(*words.folder_not_there(path.parent))
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
    if size > _LARGEST:
        raise TjError(*words.vault_too_large(size >> 20, _LARGEST >> 20))
    memory = _memory()
    needed = size * _TIMES + _PASSPHRASE_WORK
    if memory is not None and needed > memory:
        raise TjError(*words.too_little_memory(size >> 20, needed >> 20))


def _memory() -> int | None:
    """Return how many bytes of memory this computer has, None where it cannot be asked, as on Windows."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


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
    if not quiet:
        say.say(words.are_in(_files(looked), path, size, history=bool(history.bundle)))
        say.say(words.READ_BACK)
    for name, reason in looked.left_out:
        say.warn(say.shown(words.not_in_backup(name, reason)))
    if history.missing:
        say.warn(words.missing_from_backup(history.missing))
    if other := _differing_by_case(looked):
        say.warn(say.shown(words.names_alike(other)))


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
        raise TjError(problem.message, words.words_not_listed([str(place) for place in strange])) from None
