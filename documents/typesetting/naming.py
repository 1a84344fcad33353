"""The title a viewer shows for the document: its kind and what it is about, as the page says."""

from lxml import etree

from documents.reading.markup import W

UNNAMED = "Văn bản"
_LONGEST = 200
_PARAGRAPHS = 60


def title_of(root: etree._Element) -> str:
    """The first bold heading in capitals outside tables, with the bold line below it."""
    body = root.find(W + "body")
    paragraphs = [block for block in (body if body is not None else ()) if block.tag == W + "p"][:_PARAGRAPHS]
    lines = [(_text(one), one) for one in paragraphs]
    lines = [(text, one) for text, one in lines if text]
    for at, (text, one) in enumerate(lines):
        if text.isupper() and len(text) > 4 and "CỘNG" not in text and "UBND" not in text and _is_bold(one):
            below = lines[at + 1] if at + 1 < len(lines) else None
            joined = f"{text} {below[0]}" if below is not None and _is_bold(below[1]) else text
            return joined[:_LONGEST]
    return UNNAMED


def _text(paragraph: etree._Element) -> str:
    return " ".join(
        "".join(node.text or " " for node in paragraph.iter(W + "t", W + "br", W + "tab")).split()
    )


def _is_bold(paragraph: etree._Element) -> bool:
    """Enough for a title: a run of it says so itself."""
    marks = paragraph.iter(W + "b")
    return any((mark.get(W + "val") or "1") not in ("0", "false", "off") for mark in marks)
