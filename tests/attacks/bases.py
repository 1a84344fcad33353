"""The genuine files that attacks start from, and the look-alikes of what other tools make; all invented.

`ours` are the stages of a document of this system. The others are built the way a field study found real papers:
certified by the person first, then number, day and seal each as one more visible signature of the agency.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import new as new_digest
from hashlib import sha1
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import cms, tsp, x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper

from documents.pdf.agency_line import AgencyLine, prepare_line, sign_line
from documents.pdf.fields import Place, prepare
from documents.pdf.keys import KeptKeySigner, SigningKey, load_pkcs12
from documents.pdf.pending import stamp_and_complete
from documents.pdf.revision import Claim, RevisionWriter
from documents.pdf.sign import countersign_pending
from tests.attacks.containers import covered_bytes, filled, last, opened
from tests.documents.pdf.conftest import AGENCY, PAGE, PLACES, SIGNED_AT, Office, typeset

PAPER = '#set page(paper: "a4")\n#set document(title: "Quyết định thử")\n#set text(font: "Tinos")\nQUYẾT ĐỊNH'
Stamps = dict[str, tuple[int, int, int, int]]


class OfficeStamper(TimeStamper):
    """The development authority as pyHanko wants to see it."""

    def __init__(self, office: Office, at: datetime) -> None:
        super().__init__(include_nonce=False)
        self._server = office.timestamper(at)

    async def async_request_tsa_response(self, req):
        return tsp.TimeStampResp.load(self._server.respond(req.dump()))


class BareSigner(KeptKeySigner):
    """Signs without naming its certificate, as nearly all tools in the field do."""

    async def signed_attrs(self, *given, **more):
        attributes = await super().signed_attrs(*given, **more)
        kept = [one for one in attributes if one["type"].native != "signing_certificate_v2"]
        return cms.CMSAttributes(kept)


def signed_by(
    pdf: bytes, office: Office, key: SigningKey, field: str, box: tuple[int, int, int, int] | None, *,
    certify: bool = False, at: datetime | None = SIGNED_AT, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    permissions: MDPPerm = MDPPerm.FILL_FORMS, digest: str = "sha256",
) -> bytes:  # fmt: skip
    """A new signature field with this key, the way a click-through tool makes it; without a box it is invisible."""
    pades = subfilter == SigSeedSubFilter.PADES
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=subfilter, certify=certify,
            docmdp_permissions=permissions,
        ),
        (KeptKeySigner if pades else BareSigner)(key.key, key.certificate, ()),
        timestamper=OfficeStamper(office, at) if at else None,
        new_field_spec=SigFieldSpec(field, box=box),
    )  # fmt: skip
    # Leniently, for bases with two tables.
    writer = RevisionWriter(BytesIO(pdf), strict=False)
    if writer.prev.encrypted:
        writer.encrypt("")
    out = BytesIO()
    signer.sign_pdf(writer, output=out, bytes_reserved=16384)
    return out.getvalue() if digest == "sha256" else resigned(out.getvalue(), key, digest=digest)


def signed_by_both(office: Office) -> bytes:
    """Minutes of this system, signed by a secretary and then by the chair."""
    packed = office.pki.issue_person("Lê Văn Ghi", title="Thư ký", agency=AGENCY, password="ghi")
    prepared = prepare(typeset(PAGE), replace(PLACES, secretary=Place(0, 90, 100, 170, 90)))
    attested = office.certify(prepared, key=load_pkcs12(packed, "ghi"))
    at = SIGNED_AT + timedelta(minutes=10)
    pending = countersign_pending(
        attested, office.director, picture_png=office.signature_png, claim=Claim(at)
    )
    return stamp_and_complete(pending, office.timestamper(at))


def annex(office: Office) -> bytes:
    """An annex of a paper of this system, signed by the agency alone."""
    pending = sign_line(prepare_line(typeset(PAGE)), office.agency, AgencyLine(None, "15/KH-THU", SIGNED_AT))
    return stamp_and_complete(pending, office.timestamper())


def resigned(pdf: bytes, key: SigningKey, **wanted: Any) -> bytes:
    """The last signature made anew over the same bytes, with a container of another shape."""
    held = last(pdf)
    return filled(pdf, held, cms_over(covered_bytes(pdf, held), key, **wanted).dump())


def cms_over(
    covered: bytes, key: SigningKey, *, digest: str = "sha256", carried: bytes | None = None,
    certificates: tuple[bytes, ...] = (), stamp: bytes | None = None,
) -> cms.ContentInfo:  # fmt: skip
    """A container written by hand, without the attribute that names the certificate.

    carried         content inside the container; the signature is then over that
    certificates    what lies beside the signer's own, DER
    """
    certificate = x509.Certificate.load(key.certificate)
    hashed = new_digest(digest, covered if carried is None else carried).digest()
    attributes = cms.CMSAttributes(
        [{"type": "content_type", "values": ["data"]}, {"type": "message_digest", "values": [hashed]}]
    )
    kind = {"sha1": SHA1, "sha256": SHA256, "sha512": SHA512}[digest]()
    named = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer: dict[str, Any] = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": named}),
        "digest_algorithm": {"algorithm": digest},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": f"{digest}_rsa"},
        "signature": key.key.sign(attributes.dump(), PKCS1v15(), kind),
    }
    if stamp is not None:
        attribute = {"type": "signature_time_stamp_token", "values": [cms.ContentInfo.load(stamp)]}
        signer["unsigned_attrs"] = cms.CMSAttributes([attribute])
    signed = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": digest}],
        "encap_content_info": {"content_type": "data", "content": carried},
        "certificates": [certificate, *(x509.Certificate.load(der) for der in certificates)],
        "signer_infos": [cms.SignerInfo(signer)],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


SIGNATURE_BOX = (340, 90, 460, 200)
STAMPS: Stamps = {
    "Signature2": (120, 740, 158, 760),
    "Signature3": (400, 740, 424, 754),
    "Signature4": (300, 90, 480, 200),
}
ANNEXES: Stamps = {f"Annex{number}": (20 + 40 * number, 20, 55 + 40 * number, 50) for number in range(7)}

FORTY: Stamps = {f"Annex{number}": (20 + 10 * number, 20, 35 + 10 * number, 50) for number in range(40)}


def paper() -> bytes:
    return typeset(PAPER, "a-2b")


def sent(
    office: Office, *, base: bytes | None = None, at: datetime | None = SIGNED_AT, stamps: Stamps = STAMPS,
    digest: str = "sha256", between: Callable[[bytes], bytes] = lambda pdf: pdf,
) -> bytes:  # fmt: skip
    """A paper as other agencies send it: the person certifies, the agency adds one signature for each stamp.

    between     what the tool does to the file after each signature
    """
    pdf = signed_by(
        base or paper(),
        office,
        office.director,
        "Signature1",
        SIGNATURE_BOX,
        certify=True,
        at=at,
        digest=digest,
    )
    for number, (field, box) in enumerate(stamps.items(), 1):
        later = at and at + timedelta(seconds=15 * number)
        pdf = signed_by(between(pdf), office, office.agency, field, box, at=later, digest=digest)
    return pdf


def initialled(office: Office) -> bytes:
    """The drafter's initials come first and certify; the leader's signature is an approval like the rest."""
    first = signed_by(paper(), office, office.director, "KyNhay", (500, 60, 540, 80), certify=True)
    leader = signed_by(first, office, office.director, "Signature1", SIGNATURE_BOX)
    for number, (field, box) in enumerate(STAMPS.items(), 1):
        leader = signed_by(
            leader, office, office.agency, field, box, at=SIGNED_AT + timedelta(seconds=15 * number)
        )
    return leader


def approved(office: Office, base: bytes | None = None) -> bytes:
    """One plain approval signature (PAdES B-T), nothing certified."""
    return signed_by(
        base or paper(),
        office,
        office.director,
        "Signature1",
        SIGNATURE_BOX,
        subfilter=SigSeedSubFilter.PADES,
    )


def freeing(pdf: bytes, *, unused: bool = True) -> bytes:
    """A revision that marks one object number free, as iTextSharp does with numbers nobody used."""
    reader = RevisionWriter.open(pdf).prev
    size = int(reader.trailer["/Size"])
    number, generation = (size + 40, 65534) if unused else (4, 1)
    table = f"xref\n{number} 1\n0000000000 {generation:05d} f \n"
    root = reader.trailer.raw_get("/Root")
    trailer = f"trailer\n<< /Size {size + 41} /Root {root.idnum} {root.generation} R /Prev {reader.last_startxref} >>\n"
    return pdf + f"{table}{trailer}startxref\n{len(pdf)}\n%%EOF\n".encode()


def saved(pdf: bytes, **options: Any) -> bytes:
    """Written anew by qpdf."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(out, **options)
    return out.getvalue()


def hybrid() -> bytes:
    """A base with two tables, as Word saves one: the plain table hides what only the stream table lists."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        4: b"<</Length 41>>stream\nBT /F 14 Tf 90 700 Td (QUYET DINH) Tj ET  \nendstream",
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        6: b"<</Type/ObjStm/N 1/First 4/Length 31>>stream\n7 0 <</Type/StructTreeRoot>>   \nendstream",
    }
    pdf, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, written in objects.items():
        places[number] = len(pdf)
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    stream_table = len(pdf)
    listed = b"\x02" + (6).to_bytes(4, "big") + b"\0" + b"\x01" + stream_table.to_bytes(4, "big") + b"\0"
    pdf += (
        b"8 0 obj\n<</Type/XRef/Size 9/Index[7 2]/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n"
        % (len(listed), listed)
    )
    table = len(pdf)
    pdf += b"xref\n0 9\n0000000007 65535 f \n"
    pdf += b"".join(b"%010d 00000 n \n" % places[number] for number in objects)
    pdf += b"0000000008 65535 f \n0000000000 65535 f \n"
    return pdf + b"trailer\n<</Size 9/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        stream_table,
        table,
    )


def carrying_its_digest(office: Office) -> bytes:
    """The oldest kind: the container carries and signs a SHA-1 digest of the document."""
    pdf = signed_by(paper(), office, office.director, "Signature1", SIGNATURE_BOX, at=None)
    pdf = pdf.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.sha1    ")
    return resigned(pdf, office.director, carried=sha1(covered_bytes(pdf, last(pdf))).digest())


def naming_twice(office: Office) -> bytes:
    """Signed with a library that encodes the letters of the issuer's name twice."""
    pdf = signed_by(paper(), office, office.director, "Signature1", SIGNATURE_BOX, at=None)
    held = last(pdf)
    content = opened(pdf, held)
    signer = content["content"]["signer_infos"][0]
    named = signer["sid"].chosen.native
    twice = {kind: text.encode().decode("latin-1") for kind, text in named["issuer"].items()}
    other = {"issuer": x509.Name.build(twice), "serial_number": named["serial_number"]}
    signer["sid"] = cms.SignerIdentifier({"issuer_and_serial_number": other})
    return filled(pdf, held, content.dump())


class OverItsPicture(RevisionWriter):
    """Writes the first picture it makes over another object."""

    over: int | None = None

    def add_object(self, obj, obj_stream=None, idnum=None):
        if self.over and isinstance(obj, generic.StreamObject) and obj.get("/Subtype") == "/Form":
            number, self.over = self.over, None
            self.objects[(0, number)] = obj
            return generic.IndirectObject(number, 0, self)
        return super().add_object(obj, obj_stream, idnum)


def over_its_picture(office: Office) -> bytes:
    """Two empty boxes with a picture each; the second signer's tool writes the signature's picture over the blank's."""
    writer = RevisionWriter(BytesIO(paper()))
    boxes = {"Signature1": SIGNATURE_BOX, "Signature2": (100, 90, 200, 200)}
    for field, box in boxes.items():
        append_signature_field(writer, SigFieldSpec(field, box=box, empty_field_appearance=True))
    pdf = written(writer)
    for field, key in zip(boxes, (office.director, office.agency), strict=True):
        writer = OverItsPicture(BytesIO(pdf))
        if field == "Signature2":
            fields = (one.get_object() for one in writer.root["/AcroForm"]["/Fields"])
            held = next(one for one in fields if one["/T"] == field)
            writer.over = held["/AP"].raw_get("/N").idnum
        signer = PdfSigner(
            PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
            KeptKeySigner(key.key, key.certificate, ()),
            timestamper=OfficeStamper(office, SIGNED_AT),
        )
        out = BytesIO()
        signer.sign_pdf(writer, output=out, bytes_reserved=16384)
        pdf = out.getvalue()
    return pdf


def encrypting_its_padding(office: Office) -> bytes:
    """A locked paper signed by a library that encrypts the zeros before it writes the container over them."""
    base = saved(paper(), encryption=pikepdf.Encryption(owner="chủ", user="", R=6))
    pdf = signed_by(base, office, office.director, "Signature1", SIGNATURE_BOX)
    held = last(pdf)
    reader = RevisionWriter(BytesIO(pdf)).prev
    reader.decrypt("")
    place = reader.embedded_signatures[0].sig_object.container_ref
    cipher = reader.security_handler.get_string_filter()
    room = (held.end - held.start - 2) // 2
    zeros = cipher.encrypt(cipher.derive_object_key(place.idnum, place.generation), bytes(room - 32))
    content = opened(pdf, held).dump()
    token = (content + zeros[len(content) :]).hex().encode()
    return pdf[: held.start + 1] + token + pdf[held.end - 1 :]


def closed_and_stamped(office: Office, box: tuple[int, int, int, int] | None = None) -> bytes:
    """Certified against every change, then archived by a tool that gives its timestamp an empty picture."""
    closed = signed_by(
        paper(), office, office.director, "Signature1", SIGNATURE_BOX, certify=True,
        permissions=MDPPerm.NO_CHANGES, subfilter=SigSeedSubFilter.PADES,
    )  # fmt: skip
    writer = RevisionWriter(BytesIO(closed))
    append_signature_field(writer, SigFieldSpec("Stamp", box=box))
    field = writer.root["/AcroForm"]["/Fields"][-1]
    picture = generic.StreamObject(
        {generic.NameObject("/Subtype"): generic.NameObject("/Form")}, stream_data=b""
    )
    appearances = generic.DictionaryObject({generic.NameObject("/N"): writer.add_object(picture)})
    field[generic.NameObject("/AP")] = writer.add_object(appearances)
    stamper = PdfTimeStamper(OfficeStamper(office, SIGNED_AT + timedelta(hours=1)), field_name="Stamp")
    out = BytesIO()
    stamper.timestamp_pdf(writer, "sha256", output=out, bytes_reserved=16384)
    return out.getvalue()


def written(writer: RevisionWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def genuine(office: Office) -> dict[str, Callable[[], bytes]]:
    """Good papers of others, by name; every one of them must be accepted."""
    return {
        "vgca": lambda: sent(office),
        "vgca, clock only": lambda: sent(office, at=None),
        "vgca, SHA-1": lambda: sent(office, at=None, digest="sha1"),
        "vgca, annexes": lambda: sent(office, stamps=STAMPS | ANNEXES),
        "vgca, numbers freed": lambda: sent(office, between=freeing),
        "vgca, Word base": lambda: sent(office, base=hybrid()),
        "vgca, web base": lambda: sent(office, base=saved(paper(), linearize=True)),
        "vgca, packed base": lambda: sent(
            office, base=saved(paper(), object_stream_mode=pikepdf.ObjectStreamMode.generate)
        ),
        "vgca, locked base": lambda: sent(
            office, base=saved(paper(), encryption=pikepdf.Encryption(owner="chủ", user="", R=6))
        ),
        "vgca, a stamp on each of forty pages": lambda: sent(office, stamps=FORTY),
        "vgca, initials first": lambda: initialled(office),
        "vgca, archived": lambda: office.archive(sent(office)),
        "approval": lambda: approved(office),
        "approval, then another": lambda: signed_by(
            approved(office), office, office.agency, "Signature2", STAMPS["Signature4"]
        ),
        "approval, invisible": lambda: signed_by(paper(), office, office.director, "Signature1", None),
        "approval, oldest kind": lambda: carrying_its_digest(office),
        "approval, name encoded twice": lambda: naming_twice(office),
        "approval, closed and stamped": lambda: closed_and_stamped(office),
        "approval, padding encrypted": lambda: encrypting_its_padding(office),
        "approval, then another over its picture": lambda: over_its_picture(office),
    }
