"""What the style chain of a .docx gives to a paragraph or a run: centring, font, capitals, automatic numbers."""

from lxml import etree

from documents.reading.markup import W, is_on

_CHAIN = 20


class Styles:
    """The styles of one document, looked up through `basedOn`; an absent part behaves as an empty one."""

    def __init__(self, root: etree._Element | None) -> None:
        self._by_id: dict[str, etree._Element] = {}
        self._default = ""
        self._seen: dict[tuple[str, str], etree._Element | None] = {}
        for style in root.iter(W + "style") if root is not None else ():
            style_id = style.get(W + "styleId") or ""
            self._by_id[style_id] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._default = style_id

    def find(self, style_id: str, path: str) -> etree._Element | None:
        """The nearest definition of a property along the chain."""
        key = (style_id, path)
        if key not in self._seen:
            self._seen[key] = self._search(style_id, path)
        return self._seen[key]

    def _search(self, style_id: str, path: str) -> etree._Element | None:
        for _step in range(_CHAIN):
            style = self._by_id.get(style_id)
            if style is None:
                return None
            found = style.find(path)
            if found is not None:
                return found
            parent = style.find(W + "basedOn")
            style_id = (parent.get(W + "val") or "") if parent is not None else ""
        return None

    def of_paragraph(self, paragraph: etree._Element) -> str:
        """The style a paragraph names, else the document's default."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return (named.get(W + "val") or "") if named is not None else self._default

    def is_centred(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph stands in the middle, by itself or by its style."""
        found = paragraph.find(f"{W}pPr/{W}jc")
        if found is None:
            found = self.find(self.of_paragraph(paragraph), f"{W}pPr/{W}jc")
        return found is not None and found.get(W + "val") == "center"

    def font(self, run: etree._Element) -> str:
        """The font of the run's Latin letters; "" where nothing says."""
        found = self._of_run(run, W + "rFonts")
        return (found.get(W + "ascii") or found.get(W + "hAnsi") or "") if found is not None else ""

    def is_capitals(self, run: etree._Element) -> bool:
        """Whether the page shows the run in capitals, whatever its letters."""
        caps = self._of_run(run, W + "caps")
        return caps is not None and is_on(caps)

    def _of_run(self, run: etree._Element, tag: str) -> etree._Element | None:
        own = run.find(f"{W}rPr/{tag}")
        if own is not None:
            return own
        path = f"{W}rPr/{tag}"
        named = run.find(f"{W}rPr/{W}rStyle")
        found = self.find(named.get(W + "val") or "", path) if named is not None else None
        if found is not None:
            return found
        paragraph = next(run.iterancestors(W + "p"), None)
        return self.find(self.of_paragraph(paragraph), path) if paragraph is not None else None
