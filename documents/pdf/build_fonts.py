"""Builds the small fonts that form fields draw with; run once, by hand, when Tinos changes.

Form fields need 1000 units per em (pyHanko and several viewers write widths in raw font units) and only the letters
an office writes. The outcome, with its measures, is shipped in `fonts/`, so nothing here runs in production and
fontTools is no requirement. `lettering` reads the outcome.
"""

# mypy: disable-error-code="import-untyped"

import json
import string
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

SOURCES = Path(__file__).parent.parent / "typesetting" / "fonts"
TARGET = Path(__file__).parent / "fonts"
FACES = {"upright": "Tinos-Regular.ttf", "italic": "Tinos-Italic.ttf"}

VIETNAMESE = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)
REPERTOIRE = string.ascii_letters + string.digits + string.punctuation + " " + VIETNAMESE + "–—‘’“”…°"


def build(source: Path, target: Path) -> dict[str, object]:
    """Scale and subset one face; returns the measures a font descriptor and a line of text need."""
    font = TTFont(source)
    scale_upem(font, 1000)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["DSIG", "GDEF", "GPOS", "GSUB"]
    subsetter = Subsetter(options)
    subsetter.populate(text=REPERTOIRE)
    subsetter.subset(font)
    font.save(target)
    return measures(font)


def measures(font: TTFont) -> dict[str, object]:
    glyphs = font.getGlyphOrder()
    number = {name: index for index, name in enumerate(glyphs)}
    head, os2 = font["head"], font["OS/2"]
    return {
        "name": font["name"].getDebugName(6),
        "box": [head.xMin, head.yMin, head.xMax, head.yMax],
        "ascent": font["hhea"].ascent,
        "descent": font["hhea"].descent,
        "cap_height": os2.sCapHeight,
        "italic_angle": font["post"].italicAngle,
        "glyphs": {chr(code): number[name] for code, name in sorted(font.getBestCmap().items())},
        "widths": [font["hmtx"][name][0] for name in glyphs],
    }


def main() -> None:
    found = {face: build(SOURCES / file, TARGET / f"{face}.ttf") for face, file in FACES.items()}
    text = json.dumps(found, ensure_ascii=False, indent=None, separators=(",", ":"), sort_keys=True)
    (TARGET / "measures.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
