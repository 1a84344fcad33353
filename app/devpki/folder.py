"""What the development authority keeps on disk, written so that a kill at any moment leaves a usable folder.

Every file appears whole or not at all; `state.json` is written last and names what counts. Keys of the authorities
are not encrypted: they prove nothing to anybody, as their names say.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATE = "state.json"


@dataclass(frozen=True)
class Folder:
    path: Path

    @property
    def exists(self) -> bool:
        return (self.path / STATE).is_file()

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def write(self, name: str, content: bytes, *, secret: bool = False) -> None:
        """Write beside, flush to disk, rename: readers see the old file or the whole new one."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secret else 0o644)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, target)
        self._sync(target.parent)

    def read_state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self.read(STATE))
        return state

    def write_state(self, state: dict[str, Any]) -> None:
        self.write(STATE, json.dumps(state, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8"))

    @staticmethod
    def _sync(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
