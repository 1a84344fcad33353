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
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
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
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.objects import dictionary, entry, streams

Changes = Literal["none", "proof_added", "filled", "altered"]

LTA = ModificationLevel.LTA_UPDATES
KEPT_INFO = ("/Title", "/Author", "/Subject", "/Keywords", "/CreationDate")
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
KEPT_XMP = tuple(DUBLIN_CORE + name for name in ("title", "creator", "description", "subject"))
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


class KeptProof(DSSCompareRule):
    """Validation data may be added, never taken away: without it a signature silently loses its level."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        for name in DSS_LISTS:
            if not _proof(old, name) <= _proof(new, name):
                raise SuspiciousModification(f"validation data was removed: {name}")
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
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(allow_new_visible_after_certify=True),
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ],
    ),
    # Freed numbers are judged by `freed_something` below: these tools free numbers that never held an object.
    reject_object_freeing=False,
)


def changes_after(signature: EmbeddedPdfSignature, policy: StandardDiffPolicy) -> Changes:
    """What later revisions did, seen from this signature and its own locks."""
    last = signature.reader.xrefs.total_revisions - 1
    if signature.signed_revision == last:
        return "none"
    result = policy.review_file(
        signature.reader,
        signature.signed_revision,
        field_mdp_spec=signature.fieldmdp,
        doc_mdp=signature.docmdp_level,
    )
    if not isinstance(result, DiffResult) or result.modification_level > ModificationLevel.FORM_FILLING:
        return "altered"
    permitted = signature.docmdp_level
    if permitted is not None and result.modification_level.value > permitted.value:
        return "altered"
    return "proof_added" if result.modification_level <= LTA else "filled"


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
