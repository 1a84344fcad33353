"""A signing tool may tag the box of its signature in a tagged paper, and tag nothing else."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from documents.pdf.keys import KeptKeySigner
from documents.pdf.revision import RevisionWriter, add_stream
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks.bases import OfficeStamper, approved, paper, sent
from tests.attacks.writing import EVIL, revised
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT, Office

N = generic.NameObject
BOX = (100, 90, 200, 200)
FIELD = "Signature5"


@pytest.fixture
def trust(office: Office) -> Trust:
    return Trust(roots=office.trust.roots, intermediates=office.agency.chain)


def tags(writer: RevisionWriter) -> generic.DictionaryObject:
    return writer.root["/StructTreeRoot"]


def document(writer: RevisionWriter) -> generic.DictionaryObject:
    return tags(writer)["/K"][0]


def element(writer: RevisionWriter, box: generic.IndirectObject, **more: str) -> generic.IndirectObject:
    tells = generic.DictionaryObject({N("/Type"): N("/OBJR"), N("/Obj"): box})
    made = {N("/Type"): N("/StructElem"), N("/S"): N("/Form"), N("/P"): tags(writer)["/K"].raw_get(0)}
    texts = {N(f"/{key}"): generic.TextStringObject(text) for key, text in more.items()}
    return writer.add_object(generic.DictionaryObject({**made, N("/K"): tells, **texts}))


def row(writer: RevisionWriter, value: generic.PdfObject, key: int = 40) -> None:
    """Everything in the table once more, as a new object with one more row."""
    rows = tags(writer)["/ParentTree"]["/Nums"]
    kept = [rows.raw_get(at) for at in range(len(rows))]
    table = generic.ArrayObject([*kept, generic.NumberObject(key), value])
    tags(writer)[N("/ParentTree")] = writer.add_object(generic.DictionaryObject({N("/Nums"): table}))
    tags(writer)[N("/ParentTreeNextKey")] = generic.NumberObject(key + 1)
    writer.update_container(tags(writer))


def new_box(writer: RevisionWriter) -> generic.IndirectObject:
    return writer.root["/AcroForm"]["/Fields"].raw_get(-1)


def tagged(writer: RevisionWriter) -> None:
    made = element(writer, new_box(writer))
    document(writer)["/K"].append(made)
    writer.update_container(document(writer))
    row(writer, made)


def signed_with(pdf: bytes, office: Office, change: Callable[[RevisionWriter], None]) -> bytes:
    """One more visible signature; `change` happens in its own revision, before it."""
    writer = RevisionWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec(FIELD, box=BOX))
    change(writer)
    signer = PdfSigner(
        PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
        KeptKeySigner(office.agency.key, office.agency.certificate, ()),
        timestamper=OfficeStamper(office, SIGNED_AT),
    )
    out = BytesIO()
    signer.sign_pdf(writer, output=out, bytes_reserved=16384)
    return out.getvalue()


@pytest.mark.parametrize("base", [approved, sent])
def test_the_box_of_a_new_signature_may_be_tagged(office, trust, base):
    pdf = signed_with(base(office), office, tagged)
    assert b"/OBJR" in pdf
    assert verify(pdf, trust=trust, at=LOOKED_AT).verdict == "issued"


def another_text(writer: RevisionWriter) -> None:
    tagged(writer)
    document(writer)[N("/ActualText")] = generic.TextStringObject("Không đồng ý")


def read_aloud(writer: RevisionWriter) -> None:
    made = element(writer, new_box(writer), Alt="Không đồng ý")
    document(writer)["/K"].append(made)
    writer.update_container(document(writer))


def other_order(writer: RevisionWriter) -> None:
    tagged(writer)
    kids = document(writer)["/K"]
    first = kids.raw_get(0)
    kids[0] = kids.raw_get(len(kids) - 1)
    kids[len(kids) - 1] = first


def element_gone(writer: RevisionWriter) -> None:
    tagged(writer)
    del document(writer)["/K"][0]


def element_for_the_page(writer: RevisionWriter) -> None:
    made = element(writer, writer.root["/Pages"]["/Kids"].raw_get(0))
    document(writer)["/K"].append(made)
    writer.update_container(document(writer))


def row_of_an_old_element(writer: RevisionWriter) -> None:
    row(writer, tags(writer)["/K"].raw_get(0))


def row_with_content(writer: RevisionWriter) -> None:
    row(writer, add_stream(writer, {}, EVIL))


def row_changed(writer: RevisionWriter) -> None:
    tags(writer)[N("/ParentTree")] = writer.add_object(
        generic.DictionaryObject({N("/Nums"): generic.ArrayObject()})
    )
    writer.update_container(tags(writer))


def other_roles(writer: RevisionWriter) -> None:
    tagged(writer)
    tags(writer)[N("/RoleMap")] = generic.DictionaryObject({N("/P"): N("/Artifact")})


@pytest.mark.parametrize(
    "change",
    [another_text, read_aloud, other_order, element_gone, element_for_the_page, row_of_an_old_element,
     row_with_content, row_changed, other_roles],
)  # fmt: skip
def test_what_was_tagged_stays_as_it_was(office, trust, change):
    pdf = signed_with(approved(office), office, change)
    assert verify(pdf, trust=trust, at=LOOKED_AT).verdict == "altered"


def test_tags_do_not_change_without_a_signature(office, trust):
    pdf = revised(approved(office), row_of_an_old_element)
    assert verify(pdf, trust=trust, at=LOOKED_AT).verdict == "altered"


def baited() -> bytes:
    """Before the signature the table of tags names the page's contents, so that they look like a part of it."""

    def change(writer: RevisionWriter) -> None:
        first = writer.root["/Pages"]["/Kids"][0]
        rows = tags(writer)["/ParentTree"]["/Nums"]
        rows += [generic.NumberObject(30), first.raw_get("/Contents")]
        writer.update_container(rows)

    return revised(paper(), change)


def test_page_contents_in_the_table_of_tags_cannot_be_replaced(office, trust):
    def replaced(writer: RevisionWriter) -> None:
        tagged(writer)
        contents = writer.root["/Pages"]["/Kids"][0]["/Contents"]
        contents._data, contents._encoded_data = EVIL, None
        writer.update_container(contents)

    bait = approved(office, baited())
    assert verify(bait, trust=trust, at=LOOKED_AT).verdict == "signed"
    assert verify(signed_with(bait, office, replaced), trust=trust, at=LOOKED_AT).verdict == "altered"
