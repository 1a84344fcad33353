"""Whether an uploaded .docx may enter: everything is looked at before anything is believed.

Cheap checks come first, so that a bomb costs nothing: the zip (`container`), then names and content types, then each
part's markup (`markup`) and pictures (`pictures`), last the marks of state secrecy (`secrecy`).
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from documents.errors import VanthuError
from documents.reading import container, markup, pictures, secrecy
from documents.reading.errors import DamagedFile, EmbeddedObject, MacrosInside, NotADocx
from documents.reading.markup import W

# A stamp is a line of few pieces; more of one paragraph need not be looked at.
PIECES = 500
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
_MACROS = re.compile(
    r"vbaproject|vbadata|(^|/)activex|(^|/)macros?/|attachedtoolbars|customizations\.xml", re.IGNORECASE
)
_OBJECTS = re.compile(
    r"(^|/)embeddings/|oleobject|\.(bin|exe|dll|ole|docx?|docm|xlsx?|xlsm|pptx?|zip|rar|7z|js|vbs|hta|lnk)$"
)
_PRINTER = re.compile(r"(^|/)printersettings\d*\.bin$")
_TEXT_TYPE = re.compile(
    r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes|comments|styles|settings)|glossary"
)
_MAIN_TYPE = "wordprocessingml.document.main+xml"
_OTHER_TYPES = (
    ("spreadsheetml", "xlsx"),
    ("presentationml", "pptx"),
    ("wordprocessingml.template", "dotx"),
    ("visio", "vsdx"),
)


def guard_docx(data: bytes) -> None:
    """Refuse a file that is not a plain, harmless, finished Word document.

    raises    children of DraftRefused, and nothing else, whatever the bytes
    """
    try:
        container.refuse_other_kinds(data)
        _check(data, container.entries(data))
    except VanthuError:
        raise
    except BROKEN as error:
        raise DamagedFile(reason=type(error).__name__) from error


def _check(data: bytes, found: tuple[container.Entry, ...]) -> None:
    by_name = {entry.name: entry for entry in found}
    if "[Content_Types].xml" not in by_name:
        raise NotADocx(found="odt" if "mimetype" in by_name else "zip")
    types = markup.parse("[Content_Types].xml", container.content(data, by_name["[Content_Types].xml"]))
    main = _refuse_types(types, by_name)
    for entry in found:
        _refuse_name(entry.name)
    names = frozenset(entry.name.lower() for entry in found)
    stories = _stories(types)
    hidden = _hidden_styles(data, by_name, main)
    for entry, content in container.contents(data, found):
        if not entry.is_xml and entry.name not in stories:
            pictures.refuse_part(entry.name, content)
            continue
        root = markup.parse(entry.name, content)
        if entry.name.endswith(".rels"):
            markup.refuse_relations(entry.name, root, names)
            continue
        markup.refuse_story(entry.name, root)
        if entry.name in stories:
            markup.refuse_hidden(root, hidden)
        if entry.name == main or "header" in entry.name:
            secrecy.refuse_secret(_lines(root))


def _refuse_types(types: etree._Element, by_name: dict[str, container.Entry]) -> str:
    """Check the declared content types; returns the name of the main part."""
    declared = [(element.get("PartName") or "", element.get("ContentType") or "") for element in types]
    for part, kind in declared:
        if "macroEnabled" in kind or "vbaProject" in kind or "activeX" in kind:
            raise MacrosInside(part=part)
    for part, kind in declared:
        if kind.endswith(_MAIN_TYPE) and part.lstrip("/") in by_name:
            return part.lstrip("/")
    joined = " ".join(kind for _part, kind in declared)
    raise NotADocx(found=next((name for sign, name in _OTHER_TYPES if sign in joined), "zip"))


def _refuse_name(name: str) -> None:
    low = name.lower()
    if _MACROS.search(low):
        raise MacrosInside(part=name)
    if _OBJECTS.search(low) and not _PRINTER.search(low):
        raise EmbeddedObject(part=name)


def _stories(types: etree._Element) -> frozenset[str]:
    return frozenset(
        (element.get("PartName") or "").lstrip("/")
        for element in types
        if _TEXT_TYPE.search(element.get("ContentType") or "")
    )


def _hidden_styles(data: bytes, by_name: dict[str, container.Entry], main: str) -> frozenset[str]:
    name = main.rpartition("/")[0] + "/styles.xml"
    if name.lstrip("/") not in by_name:
        return frozenset()
    entry = by_name[name.lstrip("/")]
    content = container.content(data, entry)
    return markup.hidden_styles(markup.parse(entry.name, content)) if b"vanish" in content else frozenset()


def _lines(root: etree._Element) -> Iterator[str]:
    """The lines of the part, each paragraph, cell and text box by itself."""
    for paragraph in root.iter(W + "p"):
        # Text of a box inside this paragraph comes again as its own paragraph.
        pieces = [
            "\n" if node.tag in (W + "br", W + "cr", W + "tab") else node.text or ""
            for node in islice(paragraph.iter(W + "t", W + "br", W + "cr", W + "tab"), PIECES)
            if next(node.iterancestors(W + "p")) is paragraph
        ]
        yield from "".join(pieces).split("\n")
