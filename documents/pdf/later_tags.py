"""Tags that a signature adds to a tagged paper.

Word and other editors tag what they write (ISO 32000-2, 14.7), and a careful tool tags the box of a new signature too:
one more element under an old one, one more row in the table from boxes to elements. Nothing that was tagged before may
be told otherwise: those who listen to a paper must hear what was signed.
"""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from collections.abc import Iterable, Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate, WhitelistRule

from documents.pdf.objects import dictionary, entry, listed, name

DEEPEST = 32
GROWING_IN_ROOT = frozenset({"/K", "/ParentTree", "/ParentTreeNextKey"})
NODE_KEYS = frozenset({"/Type", "/Nums", "/Kids", "/Limits"})
#: What a new element may say: nothing that is read aloud.
ELEMENT_KEYS = frozenset({"/Type", "/S", "/P", "/Pg", "/K"})
BOX_KEYS = frozenset({"/Type", "/Obj", "/Pg"})


class TaggedBox(WhitelistRule):
    """Allows elements for the boxes of new signatures, refuses every other change of what is tagged.

    Objects are approved wherever they are used: what they said they still say.
    """

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        if "/StructTreeRoot" in old.root and "/StructTreeRoot" in new.root:
            yield from map(ReferenceUpdate, _Tags(old, new).approved())


class _Tags:
    """The tags of two revisions."""

    def __init__(self, old: HistoricalResolver, new: HistoricalResolver) -> None:
        self._old = old
        self._changed: set[generic.Reference] = new.explicit_refs_in_revision()
        self._new = new

    def approved(self) -> set[generic.Reference]:
        before, after = (dictionary(one.root, "/StructTreeRoot") for one in (self._old, self._new))
        elements = [ref for ref in self._changed if self._was_element(ref)]
        table = self._table(after)
        root = self._new.root.raw_get("/StructTreeRoot")
        touched = {root.reference} if isinstance(root, generic.IndirectObject) else set()
        touched = (touched | table) & self._changed
        if not elements and not touched:
            return set()
        added = set(self._added(before, after, but=GROWING_IN_ROOT))
        for ref in elements:
            added |= self._added(self._old(ref), self._new(ref), but=frozenset({"/K"}))
        _check_rows(before, after, added)
        return {*elements, *touched, *added, *self._lists(elements, after)}

    def _was_element(self, ref: generic.Reference) -> bool:
        return self._existed(ref) and _is_element(self._old(ref))

    def _existed(self, ref: generic.Reference) -> bool:
        try:
            introduced: int = self._old.reader.xrefs.get_introducing_revision(ref)
        except KeyError:
            return False
        return bool(introduced <= self._old.revision)

    def _added(
        self, before: generic.PdfObject, after: generic.PdfObject, *, but: frozenset[str]
    ) -> set[generic.Reference]:
        """The new children of an element that is otherwise the same."""
        if not isinstance(before, generic.DictionaryObject) or not isinstance(
            after, generic.DictionaryObject
        ):
            raise SuspiciousModification("an element is something else")
        if _said(before, but) != _said(after, but):
            raise SuspiciousModification("an element says something else")
        kids, more = _kids(before), _kids(after)
        if more[: len(kids)] != kids:
            raise SuspiciousModification("an element's children changed")
        added = set()
        for kid in more[len(kids) :]:
            if not isinstance(kid, generic.IndirectObject) or not self._tags_a_new_box(kid.reference):
                raise SuspiciousModification("a new element that is not the box of a new signature")
            added.add(kid.reference)
        return added

    def _tags_a_new_box(self, ref: generic.Reference) -> bool:
        element = self._new(ref)
        if self._existed(ref) or not _is_element(element) or not element.keys() <= ELEMENT_KEYS:
            return False
        held = entry(element, "/K")
        held = held[0] if isinstance(held, generic.ArrayObject) and len(held) == 1 else held
        if not isinstance(held, generic.DictionaryObject) or not held.keys() <= BOX_KEYS:
            return False
        box = held.raw_get("/Obj") if "/Obj" in held else None
        if not isinstance(box, generic.IndirectObject) or self._existed(box.reference):
            return False
        widget = self._new(box.reference)
        return isinstance(widget, generic.DictionaryObject) and name(widget, "/Subtype") == "/Widget"

    def _lists(
        self, elements: list[generic.Reference], root: generic.DictionaryObject
    ) -> Iterator[generic.Reference]:
        """Lists of children that are objects of their own."""
        for holder in (root, *(self._new(ref) for ref in elements)):
            held = holder.raw_get("/K") if "/K" in holder else None
            if isinstance(held, generic.IndirectObject) and isinstance(
                held.get_object(), generic.ArrayObject
            ):
                yield held.reference

    def _table(self, root: generic.DictionaryObject) -> set[generic.Reference]:
        """The objects the table is made of. One that was something else before is not approved."""
        found = set()
        for holder, value in _parts(root):
            was = self._old(holder) if self._existed(holder) else value
            same_kind = isinstance(was, generic.ArrayObject) and isinstance(value, generic.ArrayObject)
            if same_kind or (_is_node(was) and _is_node(value)):
                found.add(holder)
        return found


def _check_rows(
    before: generic.DictionaryObject, after: generic.DictionaryObject, added: set[generic.Reference]
) -> None:
    """Old rows say what they said; a new row names one new element."""
    rows, more = dict(_rows(before)), dict(_rows(after))
    if any(more.get(key) != row for key, row in rows.items()):
        raise SuspiciousModification("what belongs to which element changed")
    for key in more.keys() - rows.keys():
        row = more[key]
        if not isinstance(row, generic.IndirectObject) or row.reference not in added:
            raise SuspiciousModification("a new row that names no new element")


def _rows(root: generic.DictionaryObject) -> Iterator[tuple[int, object]]:
    """The table from boxes and pages to their elements, however it is cut into nodes; lists as tuples."""
    for node in _nodes(entry(root, "/ParentTree"), DEEPEST):
        numbers = _array(node, "/Nums")
        for at in range(0, len(numbers) - 1, 2):
            row = numbers[at + 1]
            value = _members(row) if isinstance(row, generic.ArrayObject) else numbers.raw_get(at + 1)
            yield int(numbers[at]), value


def _parts(root: generic.DictionaryObject) -> Iterator[tuple[generic.Reference, generic.PdfObject]]:
    holders = [(root, "/ParentTree")]
    for node in _nodes(entry(root, "/ParentTree"), DEEPEST):
        holders += [(node, "/Nums"), (node, "/Kids")]
    for holder, key in holders:
        held = holder.raw_get(key) if key in holder else None
        for one in (held, *_members(_array(holder, key))):
            if isinstance(one, generic.IndirectObject):
                yield one.reference, one.get_object()


def _nodes(node: generic.PdfObject | None, depth: int) -> Iterator[generic.DictionaryObject]:
    if not isinstance(node, generic.DictionaryObject) or depth == 0:
        return
    yield node
    for kid in listed(node, "/Kids"):
        yield from _nodes(kid, depth - 1)


def _array(holder: generic.DictionaryObject, key: str) -> generic.ArrayObject:
    found = entry(holder, key)
    return found if isinstance(found, generic.ArrayObject) else generic.ArrayObject()


def _is_node(one: generic.PdfObject) -> bool:
    return isinstance(one, generic.DictionaryObject) and one.keys() <= NODE_KEYS


def _is_element(one: generic.PdfObject) -> bool:
    return (
        isinstance(one, generic.DictionaryObject)
        and not isinstance(one, generic.StreamObject)
        and {"/S", "/P"} <= one.keys()
        and str(entry(one, "/Type") or "/StructElem") == "/StructElem"
    )


def _kids(element: generic.DictionaryObject) -> list[object]:
    held = entry(element, "/K")
    if isinstance(held, generic.ArrayObject):
        return [*_members(held)]
    return [element.raw_get("/K")] if held is not None else []


def _members(array: generic.ArrayObject) -> tuple[object, ...]:
    return tuple(array.raw_get(at) for at in range(len(array)))


def _said(one: generic.DictionaryObject, but: frozenset[str]) -> dict[str, object]:
    return {str(key): one.raw_get(key) for key in one if key not in but}
