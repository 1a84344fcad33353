"""The page number in headers and footers, and what else stands in the footer of the first page."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from documents.reading.markup import W
from documents.reading.paper import clean
from documents.typesetting.package import Package
from documents.typesetting.sections import Section
from documents.typesetting.styles import Styles


@dataclass(frozen=True)
class PageNumber:
    """Where a PAGE field stands: `place` "header" or "footer", `kind` default, first or even."""

    place: str
    kind: str
    centred: bool
    size_pt: float
    upright: bool


@dataclass(frozen=True)
class FooterLine:
    """One paragraph at the foot of a page."""

    text: str
    size_pt: float
    upright: bool


def page_numbers(package: Package, section: Section, styles: Styles) -> Iterator[PageNumber]:
    for place, kind, root in _furniture(package, section):
        for paragraph in root.iter(W + "p"):
            if _counts_pages(paragraph):
                yield _number(paragraph, place, kind, styles)


def footer_lines(package: Package, section: Section, styles: Styles) -> Iterator[FooterLine]:
    """What stands at the foot of the first page."""
    wanted = "first" if section.own_first else "default"
    for place, kind, root in _furniture(package, section):
        if place == "footer" and kind == wanted:
            for paragraph in root.iter(W + "p"):
                text = clean("".join(node.text or "" for node in paragraph.iter(W + "t")))
                look = styles.run(_first_run(paragraph), paragraph)
                if text:
                    yield FooterLine(text, look.size_pt, not (look.bold or look.italic))


def _furniture(package: Package, section: Section) -> Iterator[tuple[str, str, etree._Element]]:
    for place, references in (("header", section.headers), ("footer", section.footers)):
        for kind, relation in references:
            name = package.main.targets.get(relation, "")
            if name in package.entries:
                yield place, kind, package.part(name).root


def _counts_pages(paragraph: etree._Element) -> bool:
    codes = [node.text or "" for node in paragraph.iter(W + "instrText")]
    codes += [node.get(W + "instr") or "" for node in paragraph.iter(W + "fldSimple")]
    return any(code.split()[:1] == ["PAGE"] for code in codes)


def _first_run(paragraph: etree._Element) -> etree._Element | None:
    runs = list(paragraph.iter(W + "r"))
    return next((run for run in runs if run.find(W + "t") is not None), runs[0] if runs else None)


def _number(paragraph: etree._Element, place: str, kind: str, styles: Styles) -> PageNumber:
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    framed = frame is not None and frame.get(W + "xAlign") == "center"
    stood = styles.paragraph(paragraph)
    tabs = [tab for run in paragraph.iter(W + "r") for tab in run.iter(W + "tab", W + "ptab")]
    # A tab in the header may lead to a stop in the middle.
    centred = framed or stood.align == "center" or bool(tabs)
    look = styles.run(_first_run(paragraph), paragraph)
    return PageNumber(place, kind, centred, look.size_pt, not (look.bold or look.italic))
