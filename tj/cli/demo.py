"""`tj demo`: the whole journey on a copy of the example vault, with keys, address book and cache of its own."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.cli.choosing import Wish
from tj.cli.sealing import make_share, prepare
from tj.cli.summaries import write_summaries
from tj.errors import Refused, TjError
from tj.index.query import Query
from tj.places import Places
from tj.share.book import Book
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import create_keys, has_keys, identity_file, load_keys, read_identities
from tj.share.known import Known
from tj.share.open import open_bundle
from tj.share.seal import output_path
from tj.share.select import DEFAULT_KEYS, types_with
from tj.share.unpacked import write_out
from tj.vault.files import create_file, read_file
from tj.vault.layout import open_vault, vault_around
from tj.words import begin as words

__all__ = ["demo_command"]

# A dot-folder, so that nothing in it is ever read as a note.
_OWN = ".demo"
_NAME = "demonstration therapist"
_HOW = "made here, for the demo"
_WEEKS = 4
_ALONG = ("goals", "sessions", "assessments")


@click.command("demo")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def demo_command(app: App, folder: Path | None) -> None:
    """Show the whole journey on a copy of the example vault.

    The copy goes to FOLDER, by default a new temporary one. Its keys, address book and index lie in it too, so that
    yours are left alone. It may be run again on the same folder.

    \b
    Example:  tj demo ./try-tj
    """
    root = _copy((app.start() / folder.expanduser()).resolve() if folder else None)
    own = root / _OWN
    places = Places(own / "cache", own / "data", own / "outbox")
    demo = app._replace(places=lambda: places, vault_dir=root)
    vault = open_vault(root)
    with demo.fresh_store(vault) as (store, found):
        written = len(write_summaries(vault, store, everything=True).names)
        newest = store.newest_date()
    if newest is None:
        raise TjError(*words.demo_without_entries(str(root)))
    if not has_keys(places.data):
        create_keys(places.data)
    key_file = own / "therapist-key.txt"
    if not key_file.exists():
        create_file(key_file, identity_file(new_identity()), mode=0o600)
    identities = read_identities(key_file)
    today = app.clock().date().isoformat()
    therapist = Book(places.data).add(_NAME, recipient_of(identities[0]), today, _HOW)
    since = newest - timedelta(days=7 * _WEEKS - 1)
    types = ("entry", *types_with(_ALONG))
    wish = Wish(Query(since=since, until=newest, types=types), DEFAULT_KEYS, attachments="pictures")
    prepared = prepare(demo, vault, therapist, wish)
    places.outbox.mkdir(parents=True, exist_ok=True)
    sealed = make_share(demo, vault, prepared, output_path(None, places.outbox, root, inside=True))
    known = Known(places.data)
    known.trust("the writer", load_keys(places.data).signer, _HOW, today)
    opened = open_bundle(read_file(sealed.path), identities, known)
    if not opened.verified:
        raise TjError(*words.DEMO_NOT_VERIFIED)
    target = own / "opened" / sealed.path.stem
    write_out(opened.parsed.members, target)
    kept = len(prepared.withheld)
    parts = sum(prepared.made.manifest.stripped.values())
    say.say(words.demo_copied(found.entries, str(root)))
    say.say(words.demo_indexed(str(root / "summaries"), written))
    say.say(words.demo_sealed(len(opened.entries), kept, parts))
    say.say(words.demo_bundle(str(sealed.path), key_file.name))
    say.say(words.demo_opened(str(target / "report.html")))


def _copy(folder: Path | None) -> Path:
    root = folder or Path(tempfile.mkdtemp(prefix="tj-demo-")).resolve()
    if (root / _OWN).is_dir():
        return root
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise Refused(*words.demo_folder_taken(str(root)))
    around = vault_around(root)
    if around is not None:
        raise Refused(*words.demo_in_vault(str(root), str(around)))
    shutil.copytree(templating.example_vault(), root, dirs_exist_ok=True)
    (root / _OWN).mkdir()
    return root
