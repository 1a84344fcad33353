"""Marks laid over a signed page, fields changed, signatures taken away.

Source: Rohlmann and others, "Breaking the Specification: PDF Certification", IEEE S&P 2021 (evil annotations, sneaky
signatures).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property, partial
from secrets import randbits

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from app.devpki.certificates import Authority, Use, Wanted, distinguished_name, make_certificate, new_key
from documents.pdf.keys import SigningKey
from documents.pdf.revision import RevisionWriter, add_stream
from tests.attacks.bases import signed_by
from tests.attacks.containers import NotApplicable
from tests.attacks.writing import EVIL, Change, N, field, fields, numbers, page, revised, signature_fields
from tests.documents.pdf.conftest import SIGNED_AT, Office

Make = Callable[[bytes], bytes]
OVER_TEXT = (80, 600, 480, 720)
TEXT = generic.TextStringObject
SCRIPT = {N("/S"): N("/JavaScript"), N("/JS"): TEXT("app.alert(1)")}


def attacks(office: Office) -> dict[str, Make]:
    strangers = Strangers()
    kinds = ("FreeText", "Stamp", "Redact", "Highlight", "Square", "Ink")
    changes: dict[str, Change] = {
        **{f"EAA {kind}": partial(annotation, kind=kind) for kind in kinds},
        "EAA Link": partial(annotation, kind="Link", drawn=False),
        "EAA not printed": partial(annotation, kind="Stamp", flags=0),
        "EAA no list entry": partial(annotation, kind="FreeText", listed=False),
        "SSA empty field": lambda writer: append_signature_field(
            writer, SigFieldSpec("ThemVao", box=OVER_TEXT)
        ),
        "SSA empty field with ink": drawn_field,
        "field a signature's box moved": partial(in_signature, key="/Rect", value=numbers(*OVER_TEXT)),
        "field a signature hidden": partial(in_signature, key="/F", value=generic.NumberObject(2)),
        "field a signature's picture replaced": signature_picture,
        "field a signature's script": partial(
            in_signature, key="/AA", value=generic.DictionaryObject(SCRIPT)
        ),
        "field another number": partial(in_field, key="/V", value=TEXT("99")),
        "field another number drawn": number_picture,
        "field number hidden": partial(in_field, key="/F", value=generic.NumberObject(2)),
        "field number longer": partial(in_field, key="/MaxLen", value=generic.NumberObject(99)),
        "field number in other letters": partial(in_field, key="/DA", value=TEXT("/VanthuI 40 Tf 1 g")),
        "field number open again": partial(in_field, key="/Ff", value=generic.NumberObject(0)),
        "field number's script": partial(in_field, key="/A", value=generic.DictionaryObject(SCRIPT)),
        "field fonts exchanged": other_font,
        "removed value": value_gone,
        "removed field": field_gone,
        "removed form": form_gone,
        "removed certification": certification_gone,
        "removed, older value in its place": older_value,
        "removed, two fields share a value": shared_value,
    }
    signed: dict[str, Make] = {
        "SSA by a self-made certificate": lambda pdf: over_text(pdf, office, strangers.self_made),
        "SSA by another authority's": lambda pdf: over_text(pdf, office, strangers.of_another_authority),
    }
    return {name: partial(revised, change=change) for name, change in changes.items()} | signed


class Strangers:
    """People with keys but without our trust; made when first needed."""

    @cached_property
    def self_made(self) -> SigningKey:
        key = new_key()
        return SigningKey(
            key, der(make_certificate(wanted("Sở Tự Xưng", "signing"), key.public_key(), None, own=key)), ()
        )

    @cached_property
    def of_another_authority(self) -> SigningKey:
        above, key = new_key(), new_key()
        root = make_certificate(wanted("Nhà cung cấp Khác", "root"), above.public_key(), None, own=above)
        made = make_certificate(wanted("Sở Khác", "signing"), key.public_key(), Authority(root, above))
        return SigningKey(key, der(made), ())


def wanted(name: str, use: Use) -> Wanted:
    begin, end = SIGNED_AT - timedelta(days=9), SIGNED_AT + timedelta(days=9000)
    return Wanted(distinguished_name(name, organization=name), use, begin, end, randbits(100))


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def over_text(pdf: bytes, office: Office, key: SigningKey) -> bytes:
    """A real signature, whose picture covers what the page says."""
    return signed_by(pdf, office, key, "Signature9", OVER_TEXT, at=None)


def white(writer: RevisionWriter) -> generic.IndirectObject:
    return add_stream(
        writer, {"/Type": N("/XObject"), "/Subtype": N("/Form"), "/BBox": numbers(0, 0, 900, 900)}, EVIL
    )


def annotation(
    writer: RevisionWriter, kind: str, *, flags: int = 4, drawn: bool = True, listed: bool = True
) -> None:
    held = page(writer)
    note = generic.DictionaryObject(
        {
            N("/Type"): N("/Annot"), N("/Subtype"): N(f"/{kind}"), N("/Rect"): numbers(*OVER_TEXT),
            N("/F"): generic.NumberObject(flags), N("/Contents"): TEXT("1.000.000.000"),
        }
    )  # fmt: skip
    if drawn:
        note[N("/AP")] = generic.DictionaryObject({N("/N"): white(writer)})
    else:
        note[N("/A")] = generic.DictionaryObject({N("/S"): N("/URI"), N("/URI"): TEXT("https://example.org")})
    if "/Annots" not in held or not listed:
        held[N("/Annots")] = generic.ArrayObject([*held.get("/Annots", ())])
    held["/Annots"].append(writer.add_object(note))
    writer.update_container(held["/Annots"])
    writer.update_container(held)


def drawn_field(writer: RevisionWriter) -> None:
    append_signature_field(writer, SigFieldSpec("ThemVao", box=OVER_TEXT))
    added = field(writer, "ThemVao")
    added[N("/AP")] = generic.DictionaryObject({N("/N"): white(writer)})


def in_signature(writer: RevisionWriter, key: str, value: generic.PdfObject) -> None:
    held = signature_fields(writer)[-1]
    held[N(key)] = value
    writer.update_container(held)


def in_field(writer: RevisionWriter, key: str, value: generic.PdfObject, name: str = "SoVanBan") -> None:
    held = field(writer, name)
    held[N(key)] = value
    writer.update_container(held)


def signature_picture(writer: RevisionWriter) -> None:
    in_signature(writer, "/AP", generic.DictionaryObject({N("/N"): white(writer)}))


def number_picture(writer: RevisionWriter) -> None:
    in_field(writer, "/AP", generic.DictionaryObject({N("/N"): white(writer)}))


def other_font(writer: RevisionWriter) -> None:
    field(writer, "SoVanBan")
    fonts = writer.root["/AcroForm"]["/DR"]["/Font"]
    fonts[N("/VanthuR")] = fonts.raw_get("/VanthuI")
    writer.update_container(fonts)


def value_gone(writer: RevisionWriter) -> None:
    held = signature_fields(writer)[0]
    del held["/V"]
    writer.update_container(held)


def field_gone(writer: RevisionWriter) -> None:
    name = signature_fields(writer)[0]["/T"]
    form = writer.root["/AcroForm"]
    keep = [one for one in form["/Fields"] if one.get_object()["/T"] != name]
    form[N("/Fields")] = generic.ArrayObject(keep)
    writer.update_container(form)


def form_gone(writer: RevisionWriter) -> None:
    fields(writer)
    del writer.root["/AcroForm"]
    writer.update_root()


def certification_gone(writer: RevisionWriter) -> None:
    if "/Perms" not in writer.root:
        raise NotApplicable
    del writer.root["/Perms"]
    writer.update_root()


def older_value(writer: RevisionWriter) -> None:
    signed = signature_fields(writer)
    if len(signed) < 2:
        raise NotApplicable
    signed[-1][N("/V")] = signed[0].raw_get("/V")
    writer.update_container(signed[-1])


def shared_value(writer: RevisionWriter) -> None:
    value = signature_fields(writer)[0].raw_get("/V")
    append_signature_field(writer, SigFieldSpec("ThemVao"))
    field(writer, "ThemVao")[N("/V")] = value
