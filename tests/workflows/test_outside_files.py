"""Files that another program signs: the given one with one signature more is taken, everything else is refused."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from documents.errors import VanthuError
from documents.pdf.errors import ReturnedFileWrong
from documents.pdf.keys import SigningKey
from documents.pdf.revision import RevisionWriter
from tests.office import House
from tests.workflows.test_outside import kept, offer_to
from tests.workflows.test_signing import OTHERS
from workflows.directory.certificates import end_certificate
from workflows.errors import NoCertificate, ProofFailed
from workflows.outside import LASTS, OutsideTicketUnknown
from workflows.outside_files import WholeFileRefused, file_to_sign_outside, take_file


def refused(house: House, trouble: type[VanthuError], act: Callable[[], object], document_id: str) -> None:
    before, state = kept(house), house.state(document_id)
    with pytest.raises(trouble):
        act()
    assert (kept(house), house.state(document_id)) == (before, state)


def given(house: House, document_id: str, who: str = "giamdoc") -> bytes:
    return file_to_sign_outside(house.begin(who), house.rules, document_id)


@pytest.mark.parametrize("who", OTHERS)
def test_a_file_is_given_to_and_taken_from_whom_it_was_offered_only(house: House, who: str) -> None:
    paper = house.on_the_desk()
    offer_to(house, paper)
    refused(house, OutsideTicketUnknown, lambda: given(house, paper, who), paper)
    signed = by_program(house, given(house, paper))
    refused(house, OutsideTicketUnknown, lambda: back(house, paper, signed, who), paper)


def test_without_an_offer_or_after_its_time_nothing_is_taken(house: House) -> None:
    paper = house.on_the_desk()
    refused(house, OutsideTicketUnknown, lambda: given(house, paper), paper)
    offer_to(house, paper)
    signed = by_program(house, given(house, paper))
    late = house.at(house.now + LASTS)
    refused(late, OutsideTicketUnknown, lambda: back(late, paper, signed), paper)


def test_a_certificate_that_ended_meanwhile_signs_no_file(house: House) -> None:
    paper = house.on_the_desk()
    offer_to(house, paper)
    signed = by_program(house, given(house, paper))
    with house.work("giamdoc") as work:
        end_certificate(work, house.keys.director.facts.sha256, "Mất", lost_at=house.now)
    refused(house, NoCertificate, lambda: back(house, paper, signed), paper)


def by_program(
    house: House, base: bytes, *, field: str = "KyGiamDoc", subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES,
    certify: bool = True, room: int = 24576, key: SigningKey | None = None,
) -> bytes:  # fmt: skip
    """The given file signed by a program that is not ours."""
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=subfilter, certify=certify,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        ),
        (key or house.keys.director).signer,
    )  # fmt: skip
    out = BytesIO()
    signer.sign_pdf(RevisionWriter(BytesIO(base)), output=out, bytes_reserved=room)
    return out.getvalue()


def back(house: House, paper: str, pdf: bytes, who: str = "giamdoc") -> None:
    take_file(house.begin(who), house.rules, house.tools(), paper, pdf)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda house, base: base,
        lambda house, base: b"%PDF-1.7\n",
        lambda house, base: b"",
        lambda house, base: by_program(house, base)[1:],
        lambda house, base: by_program(house, base) + b"\n% more",
        lambda house, base: by_program(house, base)[:-1],
        lambda house, base: by_program(house, base).replace(b"/ByteRange [0 ", b"/ByteRange [9 ", 1),
        lambda house, base: by_program(house, base, room=9000),
        lambda house, base: by_program(house, by_program(house, base), field="Khac", certify=False),
    ],
    ids=[
        "unsigned",
        "another file",
        "nothing",
        "beginning lost",
        "grown",
        "cut",
        "range",
        "no room",
        "twice",
    ],
)
def test_a_file_that_is_not_ours_with_one_signature_more_is_not_taken(house: House, spoil) -> None:
    paper = house.on_the_desk()
    offer_to(house, paper)
    pdf = spoil(house, given(house, paper))
    refused(house, ReturnedFileWrong, lambda: back(house, paper, pdf), paper)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda house, base: by_program(house, base, certify=False),
        lambda house, base: by_program(house, base, field="Khac"),
        lambda house, base: by_program(house, base, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED),
        lambda house, base: by_program(house, base, key=house.keys.deputy),
    ],
    ids=["no certification", "another field", "older kind", "another person's key"],
)
def test_a_file_signed_in_another_way_than_ours_is_no_proof(house: House, spoil) -> None:
    paper = house.on_the_desk()
    offer_to(house, paper)
    pdf = spoil(house, given(house, paper))
    with pytest.raises(ProofFailed):
        back(house, paper, pdf)
    assert house.state(paper) == "signing"


def test_a_file_signed_by_another_program_in_our_field_is_taken_and_time_stamped(house: House) -> None:
    paper = house.on_the_desk()
    offer_to(house, paper)
    back(house, paper, by_program(house, given(house, paper)))
    assert house.state(paper) == "signed"


def test_a_file_comes_back_once(house: House) -> None:
    paper = house.on_the_desk()
    offer_to(house, paper)
    signed = by_program(house, given(house, paper))
    back(house, paper, signed)
    refused(house, OutsideTicketUnknown, lambda: back(house, paper, signed), paper)


def test_number_and_seal_do_not_come_back_as_a_file(house: House) -> None:
    paper = house.signed()
    offer_to(house, paper, "vanthu", "issue")
    refused(house, WholeFileRefused, lambda: given(house, paper, "vanthu"), paper)
    refused(house, WholeFileRefused, lambda: back(house, paper, b"%PDF-", "vanthu"), paper)
