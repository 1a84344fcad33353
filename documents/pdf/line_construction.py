"""Is this annex or copy built exactly the way our system builds one? The counterpart of `construction`.

One field and nothing beside it, the agency's certification, the line drawn as we draw it and saying the second at
which the signature says it was made; behind it only proof.
"""

# mypy: disable-error-code="no-untyped-call"

from datetime import datetime

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.pdf.agency_line import AgencyLine, drawn_line, read_line, run_of
from documents.pdf.anatomy import Revision, first_complete_revision
from documents.pdf.construction import (
    DRAWN,
    Construction,
    archive_reasons,
    fields_of,
    kept_fields,
    pades_reasons,
    trailer_reasons,
    unsigned_revisions,
)
from documents.pdf.errors import LetterMissing, TextDoesNotFit
from documents.pdf.fields import LINE_FIELD
from documents.pdf.lettering import RESOURCE_NAMES, face
from documents.pdf.objects import dictionary
from documents.pdf.report import Finding


def is_line(reader: PdfFileReader) -> bool:
    """The first revision already carries our one field."""
    return fields_of(reader.get_historical_resolver(first_complete_revision(reader))).keys() == {LINE_FIELD}


def check_line(
    pdf: bytes,
    reader: PdfFileReader,
    signatures: tuple[EmbeddedPdfSignature, ...],
    cut: tuple[Revision, ...],
) -> Construction:
    first = fields_of(reader.get_historical_resolver(first_complete_revision(reader)))
    last = fields_of(reader)
    agency = next((one for one in signatures if one.fq_name == LINE_FIELD), None)
    reasons = [
        *_order(signatures),
        *(_certification(reader, agency) if agency else ["thiếu chữ ký của cơ quan"]),
        *trailer_reasons(reader),
        *unsigned_revisions(pdf, reader, signatures, cut),
    ]
    findings = [Finding("not_our_construction", {"reason": reason}) for reason in reasons]
    findings += kept_fields(first, last)
    text = _shown(reader, last.get(LINE_FIELD, generic.DictionaryObject()))
    line = read_line(text) if text else None
    if line is None or agency is None or not _same_second(line, agency):
        return Construction((*findings, Finding("shown_text_differs", {"field": LINE_FIELD})), True)
    return Construction(tuple(findings), True, filled={LINE_FIELD: line.text}, line=line)


def _order(signatures: tuple[EmbeddedPdfSignature, ...]) -> list[str]:
    """The agency in the first revision after ours, then archive timestamps, each in a revision of its own."""
    numbers = [one.signed_revision for one in signatures]
    if not signatures or signatures[0].fq_name != LINE_FIELD or numbers[0] != 1:
        return ["thứ tự chữ ký"]
    if len(set(numbers)) != len(numbers):
        return ["nhiều chữ ký trong một phiên bản"]
    return archive_reasons(signatures[1:])


def _certification(reader: PdfFileReader, agency: EmbeddedPdfSignature) -> list[str]:
    certified = dictionary(reader.root, "/Perms")
    is_certification = "/DocMDP" in certified and certified.raw_get("/DocMDP") == agency.sig_field.raw_get(
        "/V"
    )
    if not is_certification or agency.docmdp_level != MDPPerm.FILL_FORMS:
        return ["chữ ký cơ quan không phải chứng nhận P=2"]
    lock = agency.fieldmdp
    if lock is None or lock.action != FieldMDPAction.ALL:
        return ["khóa trường của chữ ký cơ quan"]
    return pades_reasons(agency)


def _same_second(line: AgencyLine, agency: EmbeddedPdfSignature) -> bool:
    claimed: datetime | None = agency.self_reported_timestamp
    return claimed is not None and claimed.tzinfo is not None and claimed == line.at


def _shown(reader: PdfFileReader, field: generic.DictionaryObject) -> str | None:
    """The letters of the line, when they are drawn to the byte as we draw them; else None."""
    pictures = field.get("/AP", generic.DictionaryObject())
    if set(pictures.keys()) != {"/N"}:
        return None
    picture = pictures["/N"]
    drawn = DRAWN.search(picture.data)
    if drawn is None:
        return None
    text = face("upright").decode(bytes.fromhex(drawn[2].decode()))
    try:
        (wide, high), matrix = run_of(field)
        expected = drawn_line(text, wide)
    except (LetterMissing, TextDoesNotFit, KeyError):
        return None
    fonts = reader.root["/AcroForm"]["/DR"]["/Font"]
    name = RESOURCE_NAMES["upright"]
    as_we_draw = (
        picture.data == expected
        and (tuple(picture["/Matrix"]) if "/Matrix" in picture else None) == matrix
        and [float(edge) for edge in picture["/BBox"]] == [0, 0, round(wide, 3), round(high, 3)]
        and picture["/Resources"]["/Font"].raw_get(name) == fonts.raw_get(name)
    )
    return text if as_we_draw else None
