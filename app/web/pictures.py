"""Pictures of pages, drawn once: a director leafing through a batch asks for the same page again and again.

Named by the digest of the bytes, so a picture can never be of another version. Rights are asked before, each time.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from documents.pdf.picture import page_picture

ROOM_BYTES = 48 * 1024 * 1024


class Pictures:
    """Keeps what was asked for last, within `room_bytes`."""

    def __init__(self, room_bytes: int = ROOM_BYTES) -> None:
        self._room_bytes, self._used = room_bytes, 0
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, sha256: str, page: int, width_px: int, read: Callable[[], bytes]) -> bytes:
        """PNG of a page, counted from 0. `read` is called only when it has to be drawn.

        raises    DamagedPdf
        """
        key = (sha256, page, width_px)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = page_picture(read(), page, width_px=width_px)
        self._keep(key, picture)
        return picture

    def _keep(self, key: tuple[str, int, int], picture: bytes) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = picture
                self._used += len(picture)
            while self._used > self._room_bytes:
                self._used -= len(self._kept.popitem(last=False)[1])
