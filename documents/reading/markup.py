"""What the XML parts of a .docx may say: no entities, no outside references, no hidden or pending text.

Works on one parsed part at a time. The order of the checks and the zip itself are in `guard` and `container`.
"""

import re
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import etree

from documents.reading.errors import (
    DamagedFile,
    EmbeddedObject,
    EntityDeclared,
    ExternalInclude,
    HiddenText,
    MacrosInside,
    OutsideReference,
    TooBig,
    TrackedChanges,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = 600_000
DEPTH = 100
TEXT_CHARACTERS = 200_000
_TOO_DEEP = etree.XPath("boolean(" + "/*" * DEPTH + ")")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_TRACKED = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"))
_DRAWN_IN = {"altChunk": "altChunk", "subDoc": "subDoc", "frameset": "frameset"}
_INCLUDING = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DDEAUTO|DDE|IMPORT|LINK|DATABASE|RD|EMBED|MACROBUTTON|GOTOBUTTON|PRINT|CONTROL)\b",
    re.IGNORECASE,
)
_FIELDS_WITH_CODE_FIRST = re.compile(r"^\s*\\?\s*([A-Za-z]+)")
_ACTIVE_RELATIONS = (
    "vbaProject",
    "control",
    "activeXControl",
    "wordVbaData",
    "keyMapCustomizations",
    "attachedToolbars",
)
_EMBEDDED_RELATIONS = ("oleObject", "package")
_DRAWN_RELATIONS = {
    "aFChunk": "altChunk",
    "subDocument": "subDoc",
    "frame": "frame",
    "mailMergeSource": "mailMerge",
}


def parse(name: str, data: bytes) -> etree._Element:
    """Parse one XML part without entities, network or endless depth.

    raises    EntityDeclared, TooBig, DamagedFile
    """
    data = _as_utf8(data)
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    declared = re.match(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", head[:300])
    # Another encoding would hide a declaration from the search below.
    if (
        not head.startswith(b"<")
        or b"\x00" in head[:300]
        or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii"))
    ):
        raise DamagedFile(part=name, reason="encoding")
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise EntityDeclared(part=name)
    if data.count(b"<") > ELEMENTS:
        raise TooBig(part=name, what="elements")
    root = _parsed(name, _transitional(data))
    if _TOO_DEEP(root):
        raise TooBig(part=name, what="depth")
    return root


def _as_utf8(data: bytes) -> bytes:
    """A part in UTF-16, which the format allows, written over; its declaration would no longer be true."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    text = data.decode("utf-16")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()


def _transitional(data: bytes) -> bytes:
    if b"http://purl.oclc.org/ooxml/" in data[:4000]:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


def _parsed(name: str, data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = str(error).lower()
        if "depth" in reason:
            raise TooBig(part=name, what="depth") from error
        if "huge" in reason or "too long" in reason or "amplification" in reason:
            raise TooBig(part=name, what="text") from error
        raise DamagedFile(part=name, reason="xml") from error
    return root


def refuse_relations(part: str, root: etree._Element, names: frozenset[str]) -> None:
    """Check every relationship of a .rels part; `names` are the parts of the package, in lower case."""
    for relation in root.iter(REL + "Relationship"):
        kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
        target = relation.get("Target") or ""
        if kind in _ACTIVE_RELATIONS:
            raise MacrosInside(part=target)
        if kind in _DRAWN_RELATIONS:
            raise ExternalInclude(instruction=_DRAWN_RELATIONS[kind])
        if (relation.get("TargetMode") or "").lower() == "external":
            _refuse_outside(kind, target)
        elif kind in _EMBEDDED_RELATIONS:
            raise EmbeddedObject(part=target)
        elif not (kind == "hyperlink" and target.startswith("#")):
            _refuse_missing(part, target, names)


def _refuse_outside(kind: str, target: str) -> None:
    try:
        scheme = urlsplit(target.strip()).scheme.lower()
    except ValueError:
        scheme = ""
    # A link a reader may click is harmless; anything else is fetched by the converter without asking.
    if kind != "hyperlink" or scheme not in ("http", "https", "mailto"):
        raise OutsideReference(target=target)


def _refuse_missing(part: str, target: str, names: frozenset[str]) -> None:
    folder = dirname(dirname(part))
    path = unquote(target.split("#", 1)[0])
    whole = path.lstrip("/") if path.startswith("/") else join(folder, path)
    resolved = normpath(whole)
    if "\\" in path or ":" in path or resolved.startswith(".."):
        raise OutsideReference(target=target)
    if resolved.lower() not in names:
        raise DamagedFile(part=target, reason="missing")


def refuse_story(part: str, root: etree._Element) -> None:
    """Check a part that carries text: body, headers, notes, styles."""
    for element in root.iter(*(W + name for name in _DRAWN_IN)):
        raise ExternalInclude(instruction=_DRAWN_IN[etree.QName(element).localname])
    for _element in root.iter(_OFFICE + "OLEObject", W + "object", W + "control", W + "movie"):
        raise EmbeddedObject(part=part)
    _refuse_tracked(root)
    _refuse_fields(root)
    _refuse_vml_sources(root)
    _refuse_long_text(part, root)


def _refuse_tracked(root: etree._Element) -> None:
    count = sum(1 for _element in root.iter(*_TRACKED))
    if count:
        raise TrackedChanges(count=count)


def _refuse_fields(root: etree._Element) -> None:
    # Instructions may be split over runs; a field begins at each "begin" mark.
    codes = [element.get(W + "instr") or "" for element in root.iter(W + "fldSimple")]
    current: list[str] = []
    for element in root.iter(W + "fldChar", W + "instrText", W + "delInstrText"):
        if element.tag == W + "fldChar":
            codes.append("".join(current))
            current = []
        else:
            current.append(element.text or "")
    codes.append("".join(current))
    for code in codes:
        first = _FIELDS_WITH_CODE_FIRST.match(code)
        found = _INCLUDING.fullmatch(first[1]) if first else None
        if found:
            raise ExternalInclude(instruction=found[1].upper())


def _refuse_vml_sources(root: etree._Element) -> None:
    for element in root.iter(
        _VML + "imagedata", _VML + "fill", _VML + "stroke", _SVG + "image", _SVG + "use"
    ):
        for key in ("src", "href", "althref", _OFFICE + "href", _OFFICE + "althref", _XLINK_HREF):
            target = element.get(key) or ""
            if re.match(
                r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", target, re.IGNORECASE
            ) and not target.startswith("data:"):
                raise OutsideReference(target=target)


def _refuse_long_text(part: str, root: etree._Element) -> None:
    if any(len(element.text or "") > TEXT_CHARACTERS for element in root.iter(W + "t", W + "instrText")):
        raise TooBig(part=part, what="text")


def hidden_styles(styles: etree._Element) -> frozenset[str]:
    """The styles whose text is not printed, through the chain of `basedOn`."""
    based_on: dict[str, str] = {}
    own: dict[str, bool] = {}
    for style in styles.iter(W + "style"):
        style_id = style.get(W + "styleId") or ""
        parent = style.find(W + "basedOn")
        based_on[style_id] = (parent.get(W + "val") or "") if parent is not None else ""
        mark = style.find(f"{W}rPr/{W}vanish")
        if mark is not None:
            own[style_id] = is_on(mark)
    return frozenset(style for style in based_on if _inherits(style, based_on, own))


def _inherits(style: str, based_on: dict[str, str], own: dict[str, bool]) -> bool:
    for _step in range(20):
        if style in own:
            return own[style]
        if style not in based_on:
            return False
        style = based_on[style]
    return False


def is_on(mark: etree._Element) -> bool:
    """Whether a switch such as w:b or w:vanish is on: present, and not said to be off."""
    return (mark.get(W + "val") or "true").lower() not in ("0", "false", "off", "none")


def refuse_hidden(root: etree._Element, styles: frozenset[str]) -> None:
    """Refuse text that a reader of the file finds and a reader of the page does not."""
    if styles or next(root.iter(W + "vanish"), None) is not None:
        for run in root.iter(W + "r"):
            if _is_hidden(run, styles):
                _refuse_hidden_run(run)


def _is_hidden(run: etree._Element, styles: frozenset[str]) -> bool:
    """By the run itself, else by its style, else by its paragraph's."""
    own = run.find(f"{W}rPr/{W}vanish")
    if own is not None:
        return is_on(own)
    if not styles:
        return False
    named = run.find(f"{W}rPr/{W}rStyle")
    paragraph = next(run.iterancestors(W + "p"), None)
    around = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    return any(use is not None and use.get(W + "val") in styles for use in (named, around))


def _refuse_hidden_run(run: etree._Element) -> None:
    text = "".join(element.text or "" for element in run.iter(W + "t"))
    if text.strip():
        raise HiddenText(text=text.strip()[:80])
