"""What a file says about itself and what it proves: catalogue, metadata, validation data."""

from collections.abc import Callable
from functools import partial

from pyhanko.pdf_utils import generic

from documents.pdf.revision import RevisionWriter, add_stream
from tests.attacks.containers import NotApplicable
from tests.attacks.writing import EVIL, Change, N, fields, numbers, page, revised
from tests.documents.pdf.conftest import Office

Make = Callable[[bytes], bytes]
TEXT = generic.TextStringObject
SCRIPT = {N("/S"): N("/JavaScript"), N("/JS"): TEXT("app.alert(1)")}


def attacks(office: Office) -> dict[str, Make]:
    del office
    changes: dict[str, Change] = {
        "page overlay": overlay,
        "page larger": partial(in_page, key="/CropBox", value=numbers(0, 0, 9, 9)),
        "page turned": partial(in_page, key="/Rotate", value=generic.NumberObject(180)),
        "page more": second_page,
        "script on opening": partial(in_catalogue, key="/OpenAction", value=generic.DictionaryObject(SCRIPT)),
        "language": partial(in_catalogue, key="/Lang", value=TEXT("fr")),
        "names": partial(in_catalogue, key="/Names", value=generic.DictionaryObject()),
        "layers": partial(in_catalogue, key="/OCProperties", value=generic.DictionaryObject()),
        "structure": partial(in_catalogue, key="/StructTreeRoot", value=generic.DictionaryObject()),
        "version": partial(in_catalogue, key="/Version", value=N("/2.0")),
        "metadata": other_metadata,
        "title": other_title,
        "appearances to be drawn anew": needs_appearances,
        "unused object": lambda writer: add_stream(writer, {}, EVIL),
        "proof stripped": partial(proof, names=("/OCSPs", "/CRLs", "/Certs")),
        "proof without answers": partial(proof, names=("/OCSPs",)),
        "proof gone": proof_gone,
        "proof of another": foreign_proof,
        "proof of nonsense": nonsense_proof,
    }  # fmt: skip
    return {name: partial(revised, change=change) for name, change in changes.items()}


def overlay(writer: RevisionWriter) -> None:
    held = page(writer)
    held[N("/Contents")] = generic.ArrayObject([held.raw_get("/Contents"), add_stream(writer, {}, EVIL)])
    writer.update_container(held)


def in_page(writer: RevisionWriter, key: str, value: generic.PdfObject) -> None:
    held = page(writer)
    held[N(key)] = value
    writer.update_container(held)


def second_page(writer: RevisionWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].append(pages["/Kids"].raw_get(0))
    pages[N("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)
    writer.update_container(pages["/Kids"])


def in_catalogue(writer: RevisionWriter, key: str, value: generic.PdfObject) -> None:
    writer.root[N(key)] = value
    writer.update_root()


def other_metadata(writer: RevisionWriter) -> None:
    if "/Metadata" not in writer.root:
        raise NotApplicable
    writer.root[N("/Metadata")] = add_stream(
        writer, {}, b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>KHAC</x:xmpmeta>"
    )
    writer.update_root()


def other_title(writer: RevisionWriter) -> None:
    writer.set_info(generic.DictionaryObject({N("/Title"): TEXT("Khác")}))


def needs_appearances(writer: RevisionWriter) -> None:
    fields(writer)
    form = writer.root["/AcroForm"]
    form[N("/NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)


def _store(writer: RevisionWriter) -> generic.DictionaryObject:
    if "/DSS" not in writer.root:
        raise NotApplicable
    return writer.root["/DSS"]


def proof(writer: RevisionWriter, names: tuple[str, ...]) -> None:
    store = _store(writer)
    for name in names:
        store[N(name)] = generic.ArrayObject()
    writer.update_container(store)


def proof_gone(writer: RevisionWriter) -> None:
    _store(writer)
    del writer.root["/DSS"]
    writer.update_root()


def foreign_proof(writer: RevisionWriter) -> None:
    """One certificate takes the place of all answers."""
    store = _store(writer)
    store[N("/OCSPs")] = generic.ArrayObject([*store["/Certs"]][:1])
    writer.update_container(store)


def nonsense_proof(writer: RevisionWriter) -> None:
    fields(writer)
    held = generic.ArrayObject([add_stream(writer, {}, b"\x30\x03\x02\x01\x05")])
    writer.root[N("/DSS")] = generic.DictionaryObject(
        {N("/OCSPs"): held, N("/CRLs"): held, N("/Certs"): held}
    )
    writer.update_root()
