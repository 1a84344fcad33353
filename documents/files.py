"""The write-once store: a file is named by its SHA-256 and never rewritten.

Bytes come first, then the row that names them. A crash leaves at most an orphan, which `sweep` removes; never a
row without bytes.
"""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from documents.errors import BytesDamaged, BytesMissing, DiskFull

_DIGEST = re.compile(r"[0-9a-f]{64}")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Files(Protocol):
    """Where bytes are kept: a folder here, an object store in a big office."""

    def put(self, data: bytes) -> str:
        """Keep the bytes durably and return their SHA-256; keeping the same bytes twice is no error."""

    def get(self, digest: str) -> bytes:
        """raises BytesMissing, BytesDamaged when the stored bytes have another digest."""

    def stored(self) -> Iterator[tuple[str, datetime]]:
        """Every digest with the time it was written (UTC of the machine, not of a story)."""

    def remove(self, digest: str) -> None: ...


class FolderFiles:
    """A folder on the local disk, safe against power cuts: file and folder are both flushed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._arriving = root / "arriving"
        self._arriving.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        digest = sha256(data)
        place = self._place(digest)
        if place.exists():
            # Touched so that a sweep running now sees it as young: the row that names it may still be coming.
            os.utime(place)
            return digest
        try:
            self._write(place, data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise DiskFull(needed_bytes=len(data)) from error
            raise
        return digest

    def get(self, digest: str) -> bytes:
        try:
            data = self._place(digest).read_bytes()
        except FileNotFoundError as error:
            raise BytesMissing(digest=digest) from error
        if sha256(data) != digest:
            raise BytesDamaged(digest=digest)
        return data

    def stored(self) -> Iterator[tuple[str, datetime]]:
        for place in sorted(self._root.glob("??/*")):
            if _DIGEST.fullmatch(place.name):
                yield place.name, datetime.fromtimestamp(place.stat().st_mtime, UTC)

    def remove(self, digest: str) -> None:
        self._place(digest).unlink(missing_ok=True)

    def sweep_arriving(self, before: datetime) -> int:
        """Remove half-written files a crash left behind; returns how many."""
        old = [p for p in self._arriving.iterdir() if p.stat().st_mtime < before.timestamp()]
        for place in old:
            place.unlink(missing_ok=True)
        return len(old)

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise BytesMissing(digest=digest)
        return self._root / digest[:2] / digest

    def _write(self, place: Path, data: bytes) -> None:
        arriving = self._arriving / secrets.token_hex(8)
        try:
            with arriving.open("xb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            place.parent.mkdir(exist_ok=True)
            os.replace(arriving, place)
        except BaseException:
            arriving.unlink(missing_ok=True)
            raise
        _flush_folder(place.parent)
        _flush_folder(self._root)


def sweep(files: Files, known: Iterable[str], *, before: datetime) -> list[str]:
    """Remove stored bytes no row names, if older than `before`; returns their digests.

    before   must be earlier than the start of the longest act still under way
    """
    named = set(known)
    orphans = [digest for digest, written in files.stored() if digest not in named and written < before]
    for digest in orphans:
        files.remove(digest)
    return orphans


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
