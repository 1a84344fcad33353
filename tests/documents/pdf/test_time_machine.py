"""Signed today, looked at in one, three, fifteen and twenty years: what each way of keeping a file is worth then.

The signers' certificates last two years and each timestamp authority five, as they do in life.
"""

from datetime import datetime, timedelta
from secrets import randbits

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.devpki.certificates import Wanted, distinguished_name, make_certificate, new_key
from documents.pdf.fields import prepare
from documents.pdf.keys import SigningKey
from documents.pdf.long_term import certificates_in, raise_to_lt, raise_to_lta
from documents.pdf.proof_term import provable_until
from documents.pdf.revision import Claim
from documents.pdf.sign import certify
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from tests.attacks.containers import with_container
from tests.documents.pdf.conftest import AGENCY, PAGE, PLACES, SIGNED_AT, Office, open_office, typeset

YEAR = timedelta(days=365.25)
LOOKS = (1, 3, 15, 20)
SIGNERS_LAST, AUTHORITIES_LAST = 2 * YEAR, 5 * YEAR
RENEWED_EVERY = 4

# fmt: off
ANSWERS = {
    #                                1 year     3 years        15 years        20 years
    "timestamped":                ("issued",  "issued",       "unverifiable", "unverifiable"),
    "with answers":               ("issued",  "issued",       "unverifiable", "unverifiable"),
    "archived":                   ("issued",  "issued",       "unverifiable", "unverifiable"),
    "archived, renewed in time":  ("issued",  "issued",       "issued",       "issued"),
    "archived, renewed once":     ("issued",  "issued",       "unverifiable", "unverifiable"),
    "archived, renewed too late": ("issued",  "issued",       "unverifiable", "unverifiable"),
    "token lost a month later":   ("issued",  "issued",       "unverifiable", "unverifiable"),
    "token lost, renewed":        ("issued",  "issued",       "issued",       "issued"),
    "token lost before signing":  ("invalid", "invalid",      "unverifiable", "unverifiable"),
    "signed after expiry":        ("invalid", "invalid",      "unverifiable", "unverifiable"),
    "never timestamped":          ("unverifiable",) * 4,
}
# fmt: on


def after(years: float) -> datetime:
    return SIGNED_AT + years * YEAR


def key_of(office: Office, name: str, *, lasts: timedelta = SIGNERS_LAST) -> SigningKey:
    """A certificate issued a month before the paper is signed."""
    key, issuing = new_key(), office.pki._authority("issuing")
    begin = SIGNED_AT - timedelta(days=30)
    named = distinguished_name(name, organization=AGENCY)
    wanted = Wanted(named, "signing", begin, begin + lasts, randbits(100))
    made = make_certificate(wanted, key.public_key(), issuing)
    chain = (issuing.certificate.public_bytes(Encoding.DER),)
    return SigningKey(key, made.public_bytes(Encoding.DER), chain)


class Archive:
    """The same paper, kept in all these ways; `at_look` gives each file as it was at that time."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.kept: dict[str, dict[float, bytes]] = {way: {} for way in ANSWERS}
        self.trusts: dict[str, Trust] = {}
        self.agency = key_of(office, AGENCY)
        office.pki.new_timestamp_authority(SIGNED_AT - timedelta(days=1), lasts=AUTHORITIES_LAST)
        self._sign()
        self._grow_old()

    def at_look(self, way: str, years: float) -> bytes:
        return max((when, pdf) for when, pdf in self.kept[way].items() if when <= years)[1]

    def trust(self, way: str) -> Trust:
        return self.trusts.get(way, self.office.trust)

    def _sign(self) -> None:
        blank = prepare(typeset(PAGE), PLACES)
        sealed = self._sealed(blank, key_of(self.office, "Trần Thị Thử"))
        self._keep("timestamped", sealed)
        self._keep("with answers", raise_to_lt(sealed, self._answers(sealed, after(0.001))))
        for way in ("archived", *(f"archived, renewed {when}" for when in ("in time", "once", "too late"))):
            self._keep(way, self._archived(sealed, 0.001))
        self._lose_tokens(blank)
        self._sign_wrongly(blank)

    def _lose_tokens(self, blank: bytes) -> None:
        pki = self.office.pki
        later, before = self.office.director, key_of(self.office, "Người Mất Thẻ Trước")
        sealed = self._sealed(blank, later)
        self._keep("token lost a month later", self._archived(sealed, 0.001))
        self._keep("token lost, renewed", self._archived(sealed, 0.001))
        self._keep("token lost before signing", self._sealed(blank, before))
        row = {
            "serial": str(before.facts.serial),
            "kind": "person",
            "name": "mất",
            "key_file": "",
            "sha256": "",
        }
        pki._state["issued"].append(row)
        pki.revoke(before.facts.serial, SIGNED_AT - timedelta(days=1))
        pki.revoke(later.facts.serial, SIGNED_AT + timedelta(days=30))
        asked = pki.revocation_evidence([later.certificate, before.certificate], after(0.2))
        everybody_knows = Trust(roots=self.office.trust.roots, ocsps=asked.ocsps, crls=asked.crls)
        self.trusts = {way: everybody_knows for way in ANSWERS if way.startswith("token lost")}

    def _sign_wrongly(self, blank: bytes) -> None:
        """The computer's clock says the certificate is good; the timestamp says it had ended."""
        key, office = key_of(self.office, "Người Hết Hạn", lasts=timedelta(days=25)), self.office
        late = certify(
            blank,
            key,
            picture_png=office.signature_png,
            timestamper=office.timestamper(SIGNED_AT),
            claim=Claim(SIGNED_AT - timedelta(days=10)),
        )
        self._keep("signed after expiry", office.seal(late, key=self.agency))
        self._keep("never timestamped", with_container(self.kept["timestamped"][0], _without_timestamp))

    def _grow_old(self) -> None:
        for years in range(RENEWED_EVERY, max(LOOKS), RENEWED_EVERY):
            self.office.pki.new_timestamp_authority(after(years) - timedelta(days=1), lasts=AUTHORITIES_LAST)
            for way in ("archived, renewed in time", "token lost, renewed"):
                self._renew(way, years)
            if years == RENEWED_EVERY:
                self._renew("archived, renewed once", years)
                self._renew("archived, renewed too late", 6)

    def _renew(self, way: str, years: float) -> None:
        self.kept[way][years] = self._archived(self.at_look(way, years), years)

    def _keep(self, way: str, pdf: bytes) -> None:
        self.kept[way][0] = pdf

    def _sealed(self, blank: bytes, key: SigningKey) -> bytes:
        return self.office.seal(self.office.certify(blank, key=key), key=self.agency)

    def _archived(self, pdf: bytes, years: float) -> bytes:
        at = after(years)
        return raise_to_lta(pdf, self._answers(pdf, at), timestamper=self.office.timestamper(at))

    def _answers(self, pdf: bytes, at: datetime):
        return self.office.pki.revocation_evidence(certificates_in(pdf), at)


def _without_timestamp(content) -> None:
    signer = content["content"]["signer_infos"][0]
    signer["unsigned_attrs"] = None


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(open_office(tmp_path_factory.mktemp("years")))


def seen(archive: Archive, way: str, years: float):
    return verify(archive.at_look(way, years), trust=archive.trust(way), at=after(years))


@pytest.mark.parametrize("way", ANSWERS)
def test_the_answer_is_the_one_of_the_table(archive, way):
    assert tuple(seen(archive, way, years).verdict for years in LOOKS) == ANSWERS[way]


def test_an_archived_paper_keeps_its_level_as_long_as_it_is_renewed(archive):
    levels = [seen(archive, "archived, renewed in time", years).level for years in LOOKS]
    assert levels == ["B-LTA"] * len(LOOKS)


def test_a_paper_whose_proof_has_ended_is_not_said_to_be_wrong(archive):
    """Nobody did anything wrong when signing; only what proved it has ended."""
    codes = {finding.code for finding in seen(archive, "archived", 15).findings}
    assert "timestamp_expired" in codes
    assert "certificate_expired" not in codes


@pytest.mark.parametrize("way", ["archived", "archived, renewed in time"])
def test_the_day_the_proof_ends_is_the_day_that_was_foretold(archive, way):
    pdf = archive.at_look(way, LOOKS[0])
    end = provable_until(pdf)
    assert end is not None
    day = timedelta(days=1)
    verdicts = [verify(pdf, trust=archive.trust(way), at=end + step).verdict for step in (-day, day)]
    assert verdicts == ["issued", "unverifiable"]


def test_a_token_lost_later_is_told_but_undoes_nothing(archive):
    report = seen(archive, "token lost, renewed", 20)
    assert report.signatures[0].revocation == "revoked_later"
    assert "revoked_later" in {finding.code for finding in report.findings}
