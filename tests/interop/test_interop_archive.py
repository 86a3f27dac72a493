"""The inside of a backup: the same bytes for the same vault, read by plain tar, and nothing hostile gets through."""

import io
import json
import os
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import files_of
from tj.errors import EXIT_REFUSED, Refused
from tj.interop.archive import Archive, Member, Packing, clashing, digest_of, stays_inside

MEMBERS = [
    Member("", "folder", 0o755),
    Member("a.md", "file", 0o600, data=b"one"),
    Member("b", "folder", 0o700),
    Member("b/\udcff\n.md", "file", 0o644, data=b""),
    Member("b/up", "link", 0o777, target="../a.md"),
    Member("long" * 60, "folder", 0o755),
    Member("long" * 60 + "/" + "é" * 120, "file", 0o444, data=bytes(70_000)),
]


def packed(members: list[Member], history: bytes = b"", head: str = "") -> bytes:
    packing = Packing(history, head)
    for member in members:
        packing.add(member)
    return packing.finish()


def test_what_was_packed_is_read_and_the_same_bytes_come_again() -> None:
    data = packed(MEMBERS, b"bundle", "refs/heads/main")
    archive = Archive(data)
    assert list(archive.members()) == MEMBERS
    assert archive.digests() == {member.path: digest_of(member) for member in MEMBERS}
    assert (archive.history, archive.head) == (b"bundle", "refs/heads/main")
    assert packed(MEMBERS, b"bundle", "refs/heads/main") == data
    assert packed(MEMBERS) != data


def test_plain_tar_unpacks_it(tmp_path: Path) -> None:
    members = [*MEMBERS[:3], MEMBERS[4]]
    subprocess.run(["tar", "x", "-C", str(tmp_path)], input=packed(members, b"bundle", "refs/heads/x"), check=True)
    found = files_of(tmp_path)
    assert found["files/a.md"] == found["files/b/up"] == b"one"
    assert found["history.bundle"] == b"bundle"
    assert json.loads(found["backup.json"]) == {"format": "tj-backup/1", "head": "refs/heads/x"}


# A name on Linux is any bytes but these two.
NAMES = st.binary(min_size=1, max_size=255).filter(lambda name: not set(name) & set(b"/\0")).map(os.fsdecode)


@given(st.dictionaries(NAMES.map("n{}".format), st.binary(), max_size=5))
def test_any_name_and_any_bytes_come_back(files: dict[str, bytes]) -> None:
    members = [Member("", "folder", 0o755), *(Member(name, "file", 0o644, data=files[name]) for name in sorted(files))]
    assert list(Archive(packed(members)).members()) == members


def hostile(
    change: Callable[[list[tarfile.TarInfo]], object], about: str = '{"format": "tj-backup/1", "head": ""}'
) -> bytes:
    """Return a backup as another hand could make it."""
    infos = [_info("backup.json", size=len(about)), _info("files", tarfile.DIRTYPE), _info("files/a.md")]
    change(infos)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for info in infos:
            tar.addfile(info, io.BytesIO(about.encode() if info.name == "backup.json" else bytes(info.size)))
    return out.getvalue()


def _info(
    name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0, mode: int = 0o644
) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size, info.mode = kind, link, size, mode
    return info


def test_the_hand_made_one_is_taken_when_nothing_is_wrong() -> None:
    assert Archive(hostile(lambda _: None)).paths() == ["a.md"]


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../x", "files/../x", "files/./x", "files//x", "files/.git/config", "files/.GIT/hooks",
     "files/git~1", "files/.g\u200cit/config", "files/.git. /x", "other", "files/none/x", "files/a.md/x", "files/",
     "./files/x", "files/a/..", "backup.json/x", "history.bundle/x"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    def change(infos: list[tarfile.TarInfo]) -> None:
        above = name.rpartition("/")[0]
        if above.startswith("files/") and ".." not in above and above not in ("files/none", "files/a.md", "files/."):
            infos.append(_info(above, tarfile.DIRTYPE))
        infos.append(_info(name))

    with pytest.raises(Refused) as caught:
        Archive(hostile(change))
    assert caught.value.exit_code == EXIT_REFUSED


@pytest.mark.parametrize(
    ("info", "said"),
    [
        (_info("files/x", tarfile.CHRTYPE), "neither file, folder nor link"),
        (_info("files/x", tarfile.FIFOTYPE), "neither file, folder nor link"),
        (_info("files/x", tarfile.LNKTYPE, "files/a.md"), "neither file, folder nor link"),
        (_info("files/x", tarfile.LNKTYPE, "/etc/passwd"), "neither file, folder nor link"),
        (_info("files/x", tarfile.GNUTYPE_SPARSE), "neither file, folder nor link"),
        (_info("files/x", mode=0o4755), "special rights"),
        (_info("files/a.md"), "a name twice"),
        (_info("backup.json"), "a name twice"),
        (_info("files/x", tarfile.SYMTYPE, "/etc"), "link that leads out"),
        (_info("files/x", tarfile.SYMTYPE, "../x"), "link that leads out"),
        (_info("files/x", tarfile.SYMTYPE, "a/../../x"), "link that leads out"),
        (_info("files/x", tarfile.SYMTYPE, ""), "link that leads out"),
        (_info("history.bundle", tarfile.SYMTYPE, "files/a.md"), ""),
        (_info("history.bundle", size=3), "without its branch"),
    ],
)
def test_what_no_backup_of_tj_holds_is_refused(info: tarfile.TarInfo, said: str) -> None:
    with pytest.raises(Refused) as caught:
        Archive(hostile(lambda infos: infos.append(info)))
    assert said in caught.value.message


def test_nothing_is_ever_below_a_link() -> None:
    def change(infos: list[tarfile.TarInfo]) -> None:
        infos += [_info("files/d", tarfile.SYMTYPE, "."), _info("files/d/x")]

    with pytest.raises(Refused, match="leads elsewhere"):
        Archive(hostile(change))


@pytest.mark.parametrize(
    "about",
    ["", "{", "[]", "{}", '{"format": "tj-backup/1"}', '{"format": "tj-backup/2", "head": ""}', "[" * 3000,
     '{"format": "tj-backup/1", "head": 1}', '{"format": "tj-backup/1", "head": "--upload-pack=x"}',
     '{"format": "tj-backup/1", "head": "refs/heads/../../config"}', '{"format": "tj-backup/1", "head": "main"}',
     '{"format": "tj-backup/1", "head": "refs/heads/main"}', '{"format": "tj-backup/1", "head": "refs/heads/a\\nb"}'],
)  # fmt: skip
def test_what_it_says_of_itself_is_checked(about: str) -> None:
    with pytest.raises(Refused):
        Archive(hostile(lambda _: None, about))


@pytest.mark.parametrize("data", [b"", b"hello", bytes(512), bytes(10240), b"PK" + bytes(99), b"\x1f\x8b"])
def test_what_is_no_tar_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="no backup"):
        Archive(data)


def test_a_cut_or_changed_one_never_gives_other_than_was_packed() -> None:
    data = packed(MEMBERS[:5])
    whole = Archive(data).digests()
    for end in range(0, len(data), 97):
        try:
            found = Archive(data[:end]).digests()
        except Refused:
            continue
        assert found == whole or set(found) < set(whole)
    for at in range(0, 3072, 7):
        try:
            Archive(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]).digests()
        except Refused:
            continue


@pytest.mark.parametrize(
    ("paths", "clash"),
    [
        (["a", "b", "a/b"], ""),
        (["a.md", "A.md"], "A.md"),
        (["é", "e\u0301"], "e\u0301"),
        (["dir/a", "DIR/b"], ""),
        (["dir/a", "DIR/A"], "DIR/A"),
        (["straße", "STRASSE"], "STRASSE"),
    ],
)
def test_names_that_some_disks_cannot_tell_apart_are_found(paths: list[str], clash: str) -> None:
    assert clashing(paths) == clash


@pytest.mark.parametrize(
    ("folder", "target", "inside"),
    [("files", "a", True), ("files", "../files/a", False), ("files/a/b", "../../c", True), ("files", ".", True),
     ("files/a/b", "../../../c", False), ("files/a", "..", True), ("files/a", "../..", False),
     ("files", "a/../b", True)],
)  # fmt: skip
def test_where_a_link_leads_is_told_by_names(folder: str, target: str, inside: bool) -> None:
    assert stays_inside(folder, target) is inside
