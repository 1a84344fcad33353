"""Plain text as a paper: collections and old systems give documents this way.

A header of three words may be broken over three lines and a blank line is often the only sign of a new paragraph;
in other files every line is a paragraph. Both are recognised by the shape of the file.
"""

from documents.reading import columns
from documents.reading.errors import TooBig
from documents.reading.paper import Line, Paper, clean, is_rule, keep_gaps, starts_item

LINES = 200_000
TEXT_BYTES = 5_000_000
_LONG = 130
_SLACK = 5
_ABBREVIATED = ("TP.", "Tp.", "TT.", "TX.", "VP.", "UB.", "Ban.", "Th.")
_ENDS = (".", ";", ":", "!", "?", "./.")


def read_text(data: bytes) -> Paper:
    """Read a text file in UTF-8, UTF-16 with its mark, or Windows-1258.

    raises    TooBig
    """
    if len(data) > TEXT_BYTES:
        raise TooBig(part="", what="text")
    return paper_of_text(decode(data))


def decode(data: bytes) -> str:
    """The text of the bytes; what cannot be decoded becomes a replacement sign, never an error."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Windows-1258 leaves few bytes unused, so it only stands where most of the file is not UTF-8.
    loose = data.decode("utf-8", "replace")
    return loose if loose.count("\ufffd") * 50 < len(loose) else data.decode("cp1258", "replace")


def paper_of_text(text: str, *, quality: str = "text") -> Paper:
    """Lines grouped into paragraphs by blank lines, indents and item signs."""
    texts = [
        keep_gaps(line)
        for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    ]
    return Paper(columns.arrange(_grouped(texts[:LINES])), quality=quality)


def _grouped(texts: list[str]) -> list[Line]:
    widths = sorted(len(text) for text in texts if text.strip())
    # Where many lines are longer than any page is wide, nothing was wrapped: each line is a paragraph.
    width = widths[int(len(widths) * 0.85)] if widths else 0
    wrapped = width <= _LONG
    lines: list[Line] = []
    group = 0
    for at, text in enumerate(texts):
        if at and (not wrapped or _opens(texts[at - 1], text, width)):
            group += 1
        lines.append(Line(text, group))
    return lines


def _opens(before: str, text: str, width: int) -> bool:
    """Whether a wrapped line begins a new paragraph after the line before it.

    width     of a full line, in characters
    """
    if not before.strip() or not text.strip() or is_rule(text) or is_rule(before):
        return True
    deeper = len(text) - len(text.lstrip()) - (len(before) - len(before.lstrip()))
    if deeper >= 3 and len(before.strip()) > 40:
        return True
    words = clean(text)
    ended = before.rstrip().endswith(_ENDS)
    # A sentence ended although the next word would have fitted: the line was not wrapped there.
    if ended and words[:1].isupper() and len(before.rstrip()) + len(words.split()[0]) + 1 < width - _SLACK:
        return not before.rstrip().endswith(_ABBREVIATED)
    return starts_item(words) and (
        ended or not words.startswith(("Căn", "-", "–")) or len(before.strip()) < 60
    )
