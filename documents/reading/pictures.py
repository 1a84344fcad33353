"""How many pixels a picture holds, read from its first bytes without decoding it.

A 100 KB file can unpack to a gigabyte of pixels in the converter; the header says so beforehand.
"""

import struct

from documents.reading.errors import EmbeddedObject, PictureTooLarge

PIXELS = 40_000_000
_JPEG_STEPS = 2_000
_FOREIGN = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"%!PS", "postscript"),
    (b"\xc5\xd0\xd3\xc6", "postscript"),
    (b"%PDF", "pdf"),
)


def refuse_part(name: str, data: bytes) -> None:
    """Refuse a part without markup that is another file in disguise, or a picture beyond measure."""
    for magic, found in _FOREIGN:
        if data.startswith(magic):
            raise EmbeddedObject(part=name, found=found)
    pixels = pixel_count(data)
    if pixels > PIXELS:
        raise PictureTooLarge(part=name, pixels=pixels)


def pixel_count(data: bytes) -> int:
    """Width times height of a PNG, JPEG, GIF, BMP, TIFF or WebP; 0 for anything else."""
    try:
        width, height = _size(data)
    except (struct.error, IndexError):
        return 0
    return abs(width) * abs(height)


def _size(data: bytes) -> tuple[int, int]:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack_from(">II", data, 16)
    elif data.startswith(b"GIF8"):
        width, height = struct.unpack_from("<HH", data, 6)
    elif data.startswith(b"BM"):
        width, height = struct.unpack_from("<ii", data, 18)
    elif data.startswith(b"\xff\xd8"):
        width, height = _jpeg_size(data)
    elif data.startswith((b"II*\x00", b"MM\x00*")):
        width, height = _tiff_size(data)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        width, height = _webp_size(data)
    else:
        return 0, 0
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    for _step in range(_JPEG_STEPS):
        at = data.find(b"\xff", at)
        if at < 0 or at + 9 > len(data):
            return 0, 0
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:
            at += 1
        elif marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            at += 2
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    # A header that winds on without end is built to tire a reader: count it as beyond measure.
    return 0xFFFF, 0xFFFF


def _tiff_size(data: bytes) -> tuple[int, int]:
    order = "<" if data.startswith(b"II") else ">"
    first = struct.unpack_from(order + "I", data, 4)[0]
    sizes = {256: 0, 257: 0}
    for index in range(min(struct.unpack_from(order + "H", data, first)[0], 500)):
        at = first + 2 + 12 * index
        tag, kind = struct.unpack_from(order + "HH", data, at)
        if tag in sizes:
            sizes[tag] = struct.unpack_from(order + ("H" if kind == 3 else "I"), data, at + 8)[0]
    return sizes[256], sizes[257]


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF
