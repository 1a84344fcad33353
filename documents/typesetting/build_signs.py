"""Builds the font of signs Tinos lacks; run once, by hand, with the place of DejaVuSans.ttf.

Boxes, ticks, arrows, numbers in circles, mathematical signs. The outcome is shipped in `fonts/`, so nothing here runs
in production and fontTools is no requirement. The licence asks for another name: see `fonts/DEJAVU.txt`.
"""

# mypy: disable-error-code="import-untyped"

import copy
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

FOLDER = Path(__file__).parent / "fonts"
NAME = "Vanthu Signs"
FILE = "VanthuSigns.ttf"
# Number forms, arrows, mathematics, technical signs, numbers in circles, frames, shapes, ticks and stars, and single
# signs elsewhere; the rest of the source (scripts, Braille, games, faces) is left out.
RANGES = (
    (0x2031, 0x2060), (0x2070, 0x209F), (0x20A0, 0x20C0), (0x2100, 0x218B), (0x2190, 0x26FF), (0x2701, 0x27FF),
    (0x2900, 0x2BFF), (0x3D1, 0x3D7), (0x4C0, 0x4C0),
)  # fmt: skip
# Newer signs the source lacks, each drawn like the sign that was written before it came.
LIKE = {
    0x1F5F9: 0x2611, 0x1F5F7: 0x2612, 0x1F5F5: 0x2612, 0x1F5F8: 0x2713, 0x1F5F4: 0x2717, 0x1F5F6: 0x2718,
    0x1F5D9: 0x2715, 0x2705: 0x2714, 0x274C: 0x2718, 0x2B1B: 0x25A0, 0x2B1C: 0x25A1, 0x2B25: 0x25C6, 0x2B26: 0x25C7,
    0x2981: 0x2022, 0x2B9A: 0x27A2,
}  # fmt: skip


def main(source: str) -> None:
    font = TTFont(source)
    wanted = font.getBestCmap().keys() - _ours()
    kept = {code for code in wanted if any(low <= code <= high for low, high in RANGES)}
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 13, 14]
    options.drop_tables += ["DSIG", "FFTM", "GDEF", "GPOS", "GSUB"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept | set(LIKE.values()))
    subsetter.subset(font)
    _add_likenesses(font)
    _name(font)
    font.save(FOLDER / FILE)


def _ours() -> set[int]:
    """What all faces of Tinos have."""
    faces = [set(TTFont(place).getBestCmap()) for place in sorted(FOLDER.glob("Tinos-*.ttf"))]
    return set.intersection(*faces)


def _add_likenesses(font: TTFont) -> None:
    """Give each newer sign a shape of its own: a shape that is two signs could not be read back."""
    shapes, widths = font["glyf"], font["hmtx"]
    names = dict(font.getBestCmap())
    for code, like in LIKE.items():
        if code in names:
            continue
        name = f"u{code:X}"
        shapes[name] = copy.deepcopy(shapes[names[like]])
        widths[name] = widths[names[like]]
        names[code] = name
    # The tables of the source hold no sign beyond FFFF.
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 10, 0, names
    font["cmap"].tables = [one for one in font["cmap"].tables if one.format == 4] + [table]


def _name(font: TTFont) -> None:
    table = font["name"]
    for number, text in ((1, NAME), (2, "Regular"), (3, NAME), (4, NAME), (6, NAME.replace(" ", ""))):
        table.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main(sys.argv[1])
