"""Which formatting wins: document defaults, table style, list level, style chain, then the paragraph's or run's own.

Word resolves each property by itself, and indents and spacing attribute by attribute, so a style may give the left
indent and the paragraph the first line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from documents.reading.markup import W
from documents.typesetting import looks
from documents.typesetting.looks import Lengths, ParagraphLook, RunLook, TabStop
from documents.typesetting.source import TWIPS_PER_POINT

_CHAIN = 20
_FILLS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}
_TOGETHER = ("ind", "spacing", "tabs")


@dataclass(frozen=True)
class Layer:
    """One level of formatting: properties by name, those resolved by attribute apart."""

    properties: Mapping[str, etree._Element]
    indent: Lengths
    spacing: Lengths
    tabs: tuple[etree._Element, ...]

    def over(self, below: "Layer") -> "Layer":
        indent = dict(below.indent)
        # First line and hanging are two names of one value.
        if "hanging" in self.indent or "firstLine" in self.indent:
            indent.pop("hanging", None)
            indent.pop("firstLine", None)
        return Layer(
            {**below.properties, **self.properties},
            {**indent, **self.indent},
            {**below.spacing, **self.spacing},
            below.tabs + self.tabs,
        )


NOTHING = Layer({}, {}, {}, ())


def layer(properties: etree._Element | None) -> Layer:
    """The formatting of one w:pPr or w:rPr."""
    if properties is None:
        return NOTHING
    found = {child.tag.removeprefix(W): child for child in properties if isinstance(child.tag, str)}
    return Layer(
        {
            name: element
            for name, element in found.items()
            if name not in _TOGETHER or properties.tag == W + "rPr"
        },
        _attributes(found.get("ind")),
        _attributes(found.get("spacing")) if properties.tag != W + "rPr" else {},
        tuple(found["tabs"].iter(W + "tab")) if "tabs" in found else (),
    )


def _attributes(element: etree._Element | None) -> Lengths:
    if element is None:
        return {}
    return {str(name).removeprefix(W): str(text) for name, text in element.attrib.items()}


class Styles:
    """The styles of one document; chains are resolved once."""

    def __init__(self, root: etree._Element | None) -> None:
        self._by_id: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        self._chains: dict[tuple[str, str], Layer] = {}
        self._elements: dict[tuple[str, str], etree._Element | None] = {}
        self._runs: dict[tuple[bytes, str, str], RunLook] = {}
        for style in root.iter(W + "style") if root is not None else ():
            self._by_id[style.get(W + "styleId") or ""] = style
            if style.get(W + "default") in ("1", "true", "on"):
                self._defaults[style.get(W + "type") or ""] = style.get(W + "styleId") or ""
        defaults = root.find(W + "docDefaults") if root is not None else None
        self.run_default = layer(defaults.find(f"{W}rPrDefault/{W}rPr")) if defaults is not None else NOTHING
        self.paragraph_default = (
            layer(defaults.find(f"{W}pPrDefault/{W}pPr")) if defaults is not None else NOTHING
        )

    def name_of(self, paragraph: etree._Element) -> str:
        named = looks.value(paragraph.find(f"{W}pPr/{W}pStyle"))
        return named if named in self._by_id else self._defaults.get("paragraph", "")

    def table(self, table: etree._Element) -> str:
        named = looks.value(table.find(f"{W}tblPr/{W}tblStyle"))
        return named if named in self._by_id else self._defaults.get("table", "")

    def chain(self, style: str, kind: str) -> Layer:
        """The formatting a style gives, with all it is based on; `kind` is "pPr" or "rPr"."""
        key = (style, kind)
        if key not in self._chains:
            self._chains[key] = self._resolved(style, kind)
        return self._chains[key]

    def element(self, style: str, path: str) -> etree._Element | None:
        """The nearest definition of anything along the chain."""
        key = (style, path)
        if key not in self._elements:
            found = (one.find(path) for one in self._ancestors(style))
            self._elements[key] = next((one for one in found if one is not None), None)
        return self._elements[key]

    def _resolved(self, style: str, kind: str) -> Layer:
        made = NOTHING
        for one in reversed(self._ancestors(style)):
            made = layer(one.find(W + kind)).over(made)
        return made

    def _ancestors(self, style: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        while style in self._by_id and len(found) < _CHAIN:
            found.append(self._by_id[style])
            style = looks.value(found[-1].find(W + "basedOn"))
        return found

    def paragraph(self, paragraph: etree._Element, level: Layer = NOTHING, table: str = "") -> ParagraphLook:
        """How a paragraph stands; `level` is what its list gives, `table` the style of the table around it."""
        style = self.name_of(paragraph)
        own = layer(paragraph.find(W + "pPr"))
        chain = self.chain(style, "pPr")
        base = self.chain(table, "pPr").over(self.paragraph_default)
        if "numPr" in own.properties:
            resolved = own.over(level.over(chain.over(base)))
        else:
            resolved = own.over(chain.over(level.over(base)))
        look = looks.paragraph_look(resolved.properties, resolved.indent, resolved.spacing, style)
        return replace(look, tabs=_tab_stops(resolved.tabs))

    def run(self, run: etree._Element | None, paragraph: etree._Element, table: str = "") -> RunLook:
        """How a run looks; without a run, the paragraph's mark."""
        properties = run.find(W + "rPr") if run is not None else paragraph.find(f"{W}pPr/{W}rPr")
        # Most runs of a document look like one of a few: resolving each anew would take half the time.
        written = etree.tostring(properties) if properties is not None else b""
        key = (written, self.name_of(paragraph), table)
        if key not in self._runs:
            self._runs[key] = self.run_from(properties, key[1], table)
        return self._runs[key]

    def run_from(
        self, properties: etree._Element | None, style: str, table: str, level: Layer = NOTHING
    ) -> RunLook:
        own = layer(properties)
        named = self.chain(looks.value(own.properties.get("rStyle")), "rPr")
        base = self.chain(style, "rPr").over(self.chain(table, "rPr").over(self.run_default))
        return looks.run_look(level.over(own.over(named.over(base))).properties)


def _tab_stops(tabs: tuple[etree._Element, ...]) -> tuple[TabStop, ...]:
    stops: dict[float, TabStop] = {}
    for tab in tabs:
        at = round(looks.decimal(tab.get(W + "pos")) / TWIPS_PER_POINT, 2)
        kind = tab.get(W + "val") or "left"
        if kind == "clear":
            stops.pop(at, None)
        elif kind != "bar":
            to = {"center": "center", "right": "right", "end": "right", "decimal": "right"}.get(kind, "left")
            stops[at] = TabStop(at, to, _FILLS.get(tab.get(W + "leader") or ""))
    return tuple(sorted(stops.values(), key=lambda stop: stop.at_pt))
