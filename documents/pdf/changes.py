"""What may follow a signature: two difference policies over pyHanko's rules.

`own` allows exactly what our system adds: the prepared fields filled with the seal, validation data, archive
timestamps. `interop` also allows what Vietnamese agencies' tools add after certification: new visible signature
fields (number, day, seal), rewritten modification dates, freed numbers that never held an object.
"""

# mypy: disable-error-code="no-untyped-call"

from collections.abc import Iterable
from typing import Literal

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FieldComparisonSpec,
    FieldMDPRule,
    FormUpdate,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules.form_field_rules import BaseFieldModificationRule, is_field_visible
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate, WhitelistRule
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.later_tags import TaggedBox
from documents.pdf.objects import dictionary, entry, name, streams

Changes = Literal["none", "proof_added", "filled", "altered"]

LTA = ModificationLevel.LTA_UPDATES
KEPT_INFO = ("/Title", "/Author", "/Subject", "/Keywords", "/CreationDate")
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
KEPT_XMP = tuple(DUBLIN_CORE + name for name in ("title", "creator", "description", "subject"))
#: More revisions than this after a signature are compared step by step.
MOST_HELD_AGAINST_ONE = 4
DSS_LISTS = ("/Certs", "/OCSPs", "/CRLs")


class SameInfo(DocInfoRule):
    """Modification date and producer may be rewritten; what the document says about itself may not."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        before, after = _info(old), _info(new)
        changed = [key for key in KEPT_INFO if entry(before, key) != entry(after, key)]
        if changed:
            raise SuspiciousModification(f"document information changed: {changed}")
        yield from super().apply(old, new)


class SameDescription(MetadataUpdateRule):
    """Tools rewrite the dates and the producer in XMP; what the document is called and by whom stays."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        yield from super().apply(old, new)
        before, after = _description(old), _description(new)
        if any(after.get(name) != text for name, text in before.items()):
            raise SuspiciousModification("the document's description changed")


class StampWithoutInk(WhitelistRule):
    """The empty picture that some tools give to a document timestamp, which is no filling in of a form."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        before = set(_root_fields(old))
        for field in _root_fields(new):
            held = field.get_object()
            is_new = field not in before and isinstance(held, generic.DictionaryObject)
            if is_new and "/AP" in held and _is_hidden_stamp(held):
                refs = new.collect_dependencies(held.raw_get("/AP"), since_revision=old.revision + 1)
                yield from map(ReferenceUpdate, refs)


def _root_fields(revision: HistoricalResolver) -> list[generic.IndirectObject]:
    fields = entry(dictionary(revision.root, "/AcroForm"), "/Fields")
    if not isinstance(fields, generic.ArrayObject):
        return []
    held = (fields.raw_get(number) for number in range(len(fields)))
    return [one for one in held if isinstance(one, generic.IndirectObject)]


def _is_hidden_stamp(field: generic.DictionaryObject) -> bool:
    kind = name(dictionary(field, "/V"), "/Type")
    return kind == "/DocTimeStamp" and not is_field_visible(field)


class KeptProof(DSSCompareRule):
    """Validation data may be added, never taken away: without it a signature silently loses its level."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        for kind in DSS_LISTS:
            if not _proof(old, kind) <= _proof(new, kind):
                raise SuspiciousModification(f"validation data was removed: {kind}")
        yield from super().apply(old, new)


OWN_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=frozenset({"/AcroForm", "/DSS"})),
        XrefStreamRule().as_qualified(LTA),
        ObjectStreamRule().as_qualified(LTA),
        KeptProof().as_qualified(LTA),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


class OverItsPicture(FieldMDPRule):
    """Filling or signing a field, even where the tool writes the new picture over the blank's own.

    Only where it really did: the library looks for overwritten pictures in fields that did not change either, and
    refuses what it does not find. That only blanks are filled is seen to by `later_fields`.
    """

    def __init__(self, kind: type[BaseFieldModificationRule]) -> None:
        self._beside = kind(allow_in_place_appearance_stream_changes=False)
        self._over = kind(allow_in_place_appearance_stream_changes=True)

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        for field, spec in context.field_specs.items():
            rule = self._over if _is_picture_overwritten(spec, context) else self._beside
            yield from rule.check_form_field(field, spec, context)


def _is_picture_overwritten(spec: FieldComparisonSpec, context: FieldComparisonContext) -> bool:
    before, after = (_picture(field) for field in (spec.old_field, spec.new_field))
    if before is None or before != after:
        return False
    try:
        return bool(context.new.reader.xrefs.get_last_change(before) > context.old.revision)
    except KeyError:
        return False


def _picture(field: generic.DictionaryObject | None) -> generic.Reference | None:
    """Where the normal appearance of a field is kept; None when it is not one stream of its own."""
    held = dictionary(field, "/AP") if field is not None else generic.DictionaryObject()
    picture = held.raw_get("/N") if "/N" in held else None
    return picture.reference if isinstance(picture, generic.IndirectObject) else None


INTEROP_POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(
            ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})
        ),
        SameInfo().as_qualified(LTA),
        XrefStreamRule().as_qualified(LTA),
        ObjectStreamRule().as_qualified(LTA),
        KeptProof().as_qualified(LTA),
        SameDescription().as_qualified(LTA),
        TaggedBox().as_qualified(LTA),
        StampWithoutInk().as_qualified(LTA),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(allow_new_visible_after_certify=True),
            OverItsPicture(SigFieldModificationRule),
            OverItsPicture(GenericFieldModificationRule),
        ],
    ),
    # Freed numbers are judged by `freed_something` below: these tools free numbers that never held an object.
    reject_object_freeing=False,
)


Locks = tuple[object, object]
"""What a signature lets others do after it: its certification level, and the fields it locks."""


class ChangeReview:
    """What came after each signature of one file, under one policy.

    Every later revision is held against the signed one. Where many follow (an annex has a stamp on each page), each is
    held against the one before it: a change is seen in the step that makes it, and the steps are the same for all
    signatures with the same locks. Of those, the last revision is held against the oldest only.
    """

    def __init__(self, policy: StandardDiffPolicy) -> None:
        self._policy = policy
        self._steps: dict[tuple[int, Locks], ModificationLevel | None] = {}
        self._oldest: dict[Locks, int] = {}

    def after(self, signature: EmbeddedPdfSignature) -> Changes:
        """What later revisions did, seen from this signature and its own locks."""
        first, last = signature.signed_revision, signature.reader.xrefs.total_revisions - 1
        if first == last:
            return "none"
        if last - first > MOST_HELD_AGAINST_ONE:
            pairs = [(number - 1, number) for number in range(first + 1, last + 1)]
            if self._oldest.setdefault(_locks(signature), first) >= first:
                pairs.append((first, last))
        else:
            pairs = [(first, number) for number in range(first + 1, last + 1)]
        levels = [self._level(signature, old, new) for old, new in pairs]
        level = max((one for one in levels if one is not None), default=LTA)
        if None in levels or level > ModificationLevel.FORM_FILLING:
            return "altered"
        permitted = signature.docmdp_level
        if permitted is not None and level.value > permitted.value:
            return "altered"
        return "proof_added" if level <= LTA else "filled"

    def _level(self, signature: EmbeddedPdfSignature, old: int, new: int) -> ModificationLevel | None:
        """How far one revision went beyond another; None when further than anybody may."""
        key = (new, _locks(signature))
        if old == new - 1 and key in self._steps:
            return self._steps[key]
        level = self._compared(signature, old, new)
        if old == new - 1:
            self._steps[key] = level
        return level

    def _compared(self, signature: EmbeddedPdfSignature, old: int, new: int) -> ModificationLevel | None:
        reader = signature.reader
        try:
            result = self._policy.apply(
                old=reader.get_historical_resolver(old),
                new=reader.get_historical_resolver(new),
                field_mdp_spec=signature.fieldmdp,
                doc_mdp=signature.docmdp_level,
            )
        except SuspiciousModification:
            return None
        return result.modification_level


def _locks(signature: EmbeddedPdfSignature) -> Locks:
    locks = signature.fieldmdp
    return signature.docmdp_level, locks and (locks.action, tuple(locks.fields or ()))


def freed_something(reader: PdfFileReader, after_revision: int) -> bool:
    """A later revision frees a number that held an object before."""
    used: set[int] = set()
    for number in range(reader.xrefs.total_revisions):
        section = reader.xrefs.get_xref_data(number)
        if number > after_revision and used & section.freed.keys():
            return True
        used |= section.standard_xrefs.keys() | section.xrefs_in_objstm.keys()
    return False


def _info(revision: HistoricalResolver) -> generic.DictionaryObject:
    return dictionary(revision.trailer_view, "/Info")


def _description(revision: HistoricalResolver) -> dict[str, str]:
    """Title, author, subject and keywords in XMP, by element name; empty when there is none or it is no XML."""
    held = entry(revision.root, "/Metadata")
    if not isinstance(held, generic.StreamObject):
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(held.data, parser)
    except etree.XMLSyntaxError:
        return {}
    return {
        name: "".join(str(text) for text in one.itertext()).strip()
        for name in KEPT_XMP
        for one in root.iter(name)
    }


def _proof(revision: HistoricalResolver, name: str) -> set[bytes]:
    return set(streams(dictionary(revision.root, "/DSS"), name))
