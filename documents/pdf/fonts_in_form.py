"""The form's fonts as PDF objects: composite fonts over the two shipped files, readable back as text.

`lettering` owns the measures; this file only writes them the way ISO 32000 wants them.
"""

import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from documents.pdf.lettering import RESOURCE_NAMES, Face, face

SYMBOLIC = 4
ITALIC = 64
STEM_WIDTH = 80

TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def form_fonts(document: pikepdf.Pdf) -> Dictionary:
    """The default resources of a form: both faces, embedded."""
    fonts = Dictionary()
    for style, name in RESOURCE_NAMES.items():
        fonts[name] = document.make_indirect(_composite(document, face(style)))
    return Dictionary(Font=fonts)


def _composite(document: pikepdf.Pdf, used: Face) -> Dictionary:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(f"/{_tagged(used)}"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(_descendant(document, used))]),
        ToUnicode=_deflated(document, _to_unicode(used).encode("ascii")),
    )


def _descendant(document: pikepdf.Pdf, used: Face) -> Dictionary:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{_tagged(used)}"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=document.make_indirect(_descriptor(document, used)),
        DW=1000,
        W=Array([0, Array(list(used.widths))]),
    )


def _descriptor(document: pikepdf.Pdf, used: Face) -> Dictionary:
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{_tagged(used)}"),
        Flags=SYMBOLIC + (ITALIC if used.style == "italic" else 0),
        FontBBox=Array(list(used.box)),
        ItalicAngle=used.italic_angle,
        Ascent=used.ascent,
        Descent=used.descent,
        CapHeight=used.cap_height,
        StemV=STEM_WIDTH,
        FontFile2=_deflated(document, used.file),
    )


def _deflated(document: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    entries = Dictionary(Filter=Name.FlateDecode, Length1=len(content))
    return pikepdf.Stream(document, zlib.compress(content, 9), entries)


def _tagged(used: Face) -> str:
    """A subset's name carries six letters of its own (ISO 32000-1, 9.6.4)."""
    return f"{'VANTHU' if used.style == 'upright' else 'VANTHI'}+{used.name}"


def _to_unicode(used: Face) -> str:
    pairs = sorted((glyph, letter) for letter, glyph in used.glyphs.items())
    blocks = []
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        lines = "\n".join(f"<{glyph:04X}> <{ord(letter):04X}>" for glyph, letter in part)
        blocks.append(f"{len(part)} beginbfchar\n{lines}\nendbfchar")
    return TO_UNICODE.format(blocks="\n".join(blocks))
