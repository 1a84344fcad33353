"""The write-once store: bytes first, never rewritten, orphans swept, damage noticed."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from documents.errors import BytesDamaged, BytesMissing, DiskFull
from documents.files import FolderFiles, sha256, sweep


@pytest.fixture
def files(tmp_path) -> FolderFiles:
    return FolderFiles(tmp_path)


def later() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


def test_what_is_put_comes_back_by_its_digest(files: FolderFiles) -> None:
    digest = files.put(b"ke hoach")
    assert digest == sha256(b"ke hoach")
    assert files.get(digest) == b"ke hoach"


def test_the_same_bytes_are_kept_once(files: FolderFiles) -> None:
    assert files.put(b"a") == files.put(b"a")
    assert len(list(files.stored())) == 1


def test_an_unknown_digest_is_missing(files: FolderFiles) -> None:
    with pytest.raises(BytesMissing):
        files.get("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "x" * 64])
def test_only_a_digest_names_a_file(files: FolderFiles, name: str) -> None:
    with pytest.raises(BytesMissing):
        files.get(name)


def test_a_changed_file_is_damaged_not_returned(files: FolderFiles, tmp_path) -> None:
    digest = files.put(b"a")
    (tmp_path / digest[:2] / digest).write_bytes(b"b")
    with pytest.raises(BytesDamaged):
        files.get(digest)


def test_the_sweep_takes_old_orphans_and_leaves_named_and_young_ones(files: FolderFiles) -> None:
    named, orphan = files.put(b"named"), files.put(b"orphan")
    assert sweep(files, [named], before=datetime.now(UTC) - timedelta(hours=1)) == []
    assert sweep(files, [named], before=later()) == [orphan]
    assert files.get(named) == b"named"


def test_putting_again_makes_an_old_file_young(files: FolderFiles, tmp_path) -> None:
    digest = files.put(b"a")
    os.utime(tmp_path / digest[:2] / digest, (0, 0))
    files.put(b"a")
    assert sweep(files, [], before=datetime.now(UTC) - timedelta(hours=1)) == []


def test_half_written_files_are_swept(files: FolderFiles, tmp_path) -> None:
    (tmp_path / "arriving" / "half").write_bytes(b"x")
    assert files.sweep_arriving(later()) == 1
    assert list((tmp_path / "arriving").iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(files: FolderFiles, tmp_path, monkeypatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        files.put(b"a")
    assert list(files.stored()) == []
    assert list((tmp_path / "arriving").iterdir()) == []
