"""Minutes bear two personal signatures: the secretary certifies, the chair approves, then the agency seals."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pyhanko.pdf_utils import generic

from documents.pdf.errors import NotPrepared
from documents.pdf.fields import DIRECTOR_FIELD, SECRETARY_FIELD, Place, prepare
from documents.pdf.keys import SigningKey, load_pkcs12
from documents.pdf.long_term import raise_to_lta
from documents.pdf.pending import stamp_and_complete
from documents.pdf.revision import Claim, RevisionWriter
from documents.pdf.sign import countersign_pending
from documents.pdf.verify import verify
from tests.attacks import marked, retold
from tests.attacks.catalogue import expected
from tests.attacks.retold import overlay
from tests.attacks.writing import N, field, revised
from tests.documents.pdf.conftest import AGENCY, LOOKED_AT, PLACES, SIGNED_AT, Office
from tests.documents.pdf.test_tampering import empty_signature_field, unused_object

MINUTES = replace(PLACES, secretary=Place(0, 90, 100, 170, 90))
CHAIR_SIGNS_AT = SIGNED_AT + timedelta(minutes=10)


@pytest.fixture(scope="module")
def secretary(office: Office) -> SigningKey:
    person = office.pki.issue_person("Lê Văn Ghi", title="Thư ký", agency=AGENCY, password="ghi")
    return load_pkcs12(person, "ghi")


@pytest.fixture(scope="module")
def blank(rendition: bytes) -> bytes:
    return prepare(rendition, MINUTES)


@pytest.fixture(scope="module")
def by_secretary(office: Office, blank: bytes, secretary: SigningKey) -> bytes:
    return office.certify(blank, key=secretary)


def chaired(office: Office, signed: bytes, key: SigningKey | None = None) -> bytes:
    pending = countersign_pending(
        signed, key or office.director, picture_png=office.signature_png, claim=Claim(CHAIR_SIGNS_AT)
    )
    return stamp_and_complete(pending, office.timestamper(CHAIR_SIGNS_AT))


@pytest.fixture(scope="module")
def by_both(office: Office, by_secretary: bytes) -> bytes:
    return chaired(office, by_secretary)


@pytest.fixture(scope="module")
def issued(office: Office, by_both: bytes) -> bytes:
    return office.seal(by_both)


@pytest.fixture(scope="module")
def kept(office: Office, issued: bytes, secretary: SigningKey) -> bytes:
    everyone = [secretary.certificate, office.director.certificate, office.agency.certificate]
    at = SIGNED_AT + timedelta(hours=1)
    return raise_to_lta(
        issued, office.pki.revocation_evidence(everyone, at), timestamper=office.timestamper(at)
    )


def look(office: Office, pdf: bytes):
    return verify(pdf, trust=office.trust, at=LOOKED_AT, profile="own")


def codes(report) -> set[str]:
    return {finding.code for finding in report.findings}


def test_each_stage_of_the_minutes_has_its_own_verdict(office, blank, by_secretary, by_both, issued, kept):
    stages = [look(office, pdf) for pdf in (blank, by_secretary, by_both, issued, kept)]
    assert [one.verdict for one in stages] == ["unsigned", "signed", "signed", "issued", "issued"]
    assert [one.level for one in stages] == [None, "B-T", "B-T", "B-T", "B-LTA"]


def test_each_stage_begins_with_the_one_before(blank, by_secretary, by_both, issued):
    assert by_secretary.startswith(blank)
    assert by_both.startswith(by_secretary)
    assert issued.startswith(by_both)


def test_the_report_names_both_persons_and_the_agency(office, issued):
    told = [(one.field, one.role, one.signer) for one in look(office, issued).signatures]
    assert told == [
        ("KyThuKy", "person", "Lê Văn Ghi"),
        ("KyGiamDoc", "person", "Trần Thị Thử"),
        ("DauCoQuan", "agency", AGENCY),
    ]


def test_the_chairs_missing_signature_is_told(office, by_secretary, by_both):
    assert "chair_not_signed" in codes(look(office, by_secretary))
    assert "not_sealed" not in codes(look(office, by_secretary))
    assert "not_sealed" in codes(look(office, by_both))
    assert "chair_not_signed" not in codes(look(office, by_both))


def test_the_chair_waits_for_the_secretary(office, blank):
    with pytest.raises(NotPrepared):
        chaired(office, blank)


def test_the_agency_waits_for_the_chair(office, by_secretary):
    with pytest.raises(NotPrepared):
        office.seal(by_secretary)


def test_the_secretary_signs_once(office, by_secretary, by_both, secretary):
    """Nor does a certification take the place of the chair."""
    for signed in (by_secretary, by_both):
        with pytest.raises(NotPrepared):
            office.certify(signed, key=secretary)


def test_one_person_cannot_sign_both_places(office, by_secretary, secretary):
    report = look(office, chaired(office, by_secretary, secretary))
    assert report.verdict == "invalid"
    assert "same_person_twice" in codes(report)


def test_the_chairs_key_cannot_seal(office, by_both):
    assert "same_signer_twice" in codes(look(office, office.seal(by_both, key=office.director)))


def test_the_secretarys_key_cannot_seal(office, by_both, secretary):
    assert look(office, office.seal(by_both, key=secretary)).verdict == "invalid"


def gone(name: str):
    def change(writer: RevisionWriter) -> None:
        held = field(writer, name)
        del held["/V"]
        writer.update_container(held)

    return change


def swapped(writer: RevisionWriter) -> None:
    """Each person's field shows the other's signature."""
    secretary, chair = field(writer, SECRETARY_FIELD), field(writer, DIRECTOR_FIELD)
    first, second = secretary.raw_get("/V"), chair.raw_get("/V")
    secretary[N("/V")], chair[N("/V")] = second, first
    writer.update_container(secretary)
    writer.update_container(chair)


def uncertified(writer: RevisionWriter) -> None:
    writer.root[N("/Perms")] = generic.DictionaryObject()
    writer.update_root()


CHANGES = {
    "the secretary's signature gone": gone(SECRETARY_FIELD),
    "the chair's signature gone": gone(DIRECTOR_FIELD),
    "the two swapped": swapped,
    "the certification gone": uncertified,
}

#: What the table of attacks has for a paper of ours that is sealed but not yet archived.
ATTACKS = [
    one.attack
    for one in expected()
    if one.base == "sealed" and one.attack.startswith(("marked: ", "retold: "))
]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("stage", ["by_both", "issued", "kept"])
def test_a_change_after_signing_is_seen(office, stage, change, request):
    assert look(office, revised(request.getfixturevalue(stage), change)).verdict in ("altered", "invalid")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("stage", ["by_both", "kept"])
def test_an_attack_after_signing_is_seen(office, stage, attack, request):
    family, name = attack.split(": ", 1)
    make = {"marked": marked, "retold": retold}[family].attacks(office)[name]
    attacked = make(request.getfixturevalue(stage))
    assert look(office, attacked).verdict in ("altered", "invalid")


@pytest.mark.parametrize("change", [overlay, unused_object, empty_signature_field, gone(SECRETARY_FIELD)])
def test_a_change_before_the_chair_signs_is_seen(office, by_secretary, change):
    try:
        pdf = chaired(office, revised(by_secretary, change))
    except NotPrepared:
        return
    assert look(office, pdf).verdict in ("altered", "invalid")


def test_a_number_written_before_the_chair_signs_is_seen(office, by_secretary):
    def number(writer: RevisionWriter) -> None:
        held = field(writer, "SoVanBan")
        held[N("/V")] = generic.TextStringObject("15")
        writer.update_container(held)

    assert look(office, chaired(office, revised(by_secretary, number))).verdict == "altered"


def test_the_file_cut_back_is_what_it_was_then(office, by_secretary, by_both, kept):
    assert "chair_not_signed" in codes(look(office, kept[: len(by_secretary)]))
    assert "not_sealed" in codes(look(office, kept[: len(by_both)]))


def test_another_chair_may_not_replace_the_one_who_signed(office, by_secretary, by_both):
    """Both chairs are good signers, but what follows the first one's signature is not what it was made over."""
    other = office.pki.issue_person("Phạm Thị Khác", title="Phó Giám đốc", agency=AGENCY, password="khác")
    theirs = chaired(office, by_secretary, load_pkcs12(other, "khác"))
    assert look(office, theirs).verdict == "signed"
    mixed = by_both + theirs[len(by_secretary) :]
    assert look(office, mixed).verdict in ("altered", "invalid", "unverifiable")


def test_a_paper_that_only_one_signs_has_no_second_place(office, signed):
    with pytest.raises(NotPrepared):
        chaired(office, signed)
