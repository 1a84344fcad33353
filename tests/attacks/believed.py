"""Whom a signature makes one believe: certificates, time-stamps and answers about them that are not what they seem.

Each case signs an unsigned file, seals a signed one, or adds proof to a sealed one, with one thing wrong. Source: RFC
5280, 4.2 and 6.1 (paths), RFC 3161, 2.3 (time-stamp authorities), RFC 6960, 4.2.2.2 (who may answer).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha1
from io import BytesIO

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import simple_cms_attribute

from app.devpki.certificates import Authority, Use, Wanted, distinguished_name, make_certificate, new_key
from app.devpki.stamping import DevTimestamper
from documents.pdf import long_term
from documents.pdf.fields import AGENCY_FIELD, DIRECTOR_FIELD
from documents.pdf.keys import SigningKey
from documents.pdf.long_term import ValidationData
from documents.pdf.pending import PendingSignature, complete, fill_container
from documents.pdf.revision import Claim, RevisionWriter, open_fields, sign_revision
from documents.pdf.seal import Filling, seal_pending
from tests.attacks.containers import NotApplicable
from tests.documents.pdf.conftest import SIGNED_AT, Office

Make = Callable[[bytes], bytes]
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
_DER = Encoding.DER


def attacks(office: Office) -> dict[str, Make]:
    wrong = Wrong(office)
    signers: dict[str, Callable[[], SigningKey]] = {
        "certificate expired": lambda: wrong.key(until=SIGNED_AT - DAY),
        "certificate not yet valid": lambda: wrong.key(since=SIGNED_AT + DAY),
        "certificate of a time-stamp authority": lambda: wrong.key(use="timestamps"),
        "certificate of an authority": lambda: wrong.key(use="issuing"),
        "certificate by a person": wrong.issued_by_a_person,
        "certificate by one authority too many": wrong.below_another_authority,
        "certificate of another key": wrong.other_key,
        "key too short": lambda: wrong.key(bits=1024),
    }
    stamps: dict[str, Callable[[], DevTimestamper]] = {
        "time-stamp by a stranger": wrong.stranger,
        "time-stamp by a signer": lambda: wrong.stamper(use="signing"),
        "time-stamp authority for more than time-stamps": wrong.stamper_for_more,
        "time-stamp authority expired": lambda: wrong.stamper(until=SIGNED_AT - DAY),
        "time-stamp of tomorrow": lambda: replace(office.timestamper(), clock=lambda: SIGNED_AT + 90 * YEAR),
    }
    answers: dict[str, Callable[[datetime], ValidationData]] = {
        "answer by a stranger": wrong.answered_by_a_stranger,
        "answer by a signer": wrong.answered_by_a_signer,
        "answer about another": wrong.answered_about_another,
        "answer made before": lambda at: office.evidence(at - 2 * DAY),
        "list made before": lambda at: wrong.listed(at - 2 * DAY),
    }
    return {
        **{name: partial(wrong.signed, key=key) for name, key in signers.items()},
        **{name: partial(wrong.stamped, stamper=stamper) for name, stamper in stamps.items()},
        "time-stamp over SHA-1": wrong.stamped_over_sha1,
        "seal before the signature": wrong.sealed_before,
        **{name: partial(wrong.proven, answers=made) for name, made in answers.items()},
        "answer that says revoked": wrong.proven_revoked,
    }


@dataclass(frozen=True)
class Wrong:
    """Makes what an honest authority would not."""

    office: Office

    # ------------------------------------------------------------ certificates

    @property
    def issuing(self) -> Authority:
        return self.office.pki._authority("issuing")

    def certificate(
        self, key: rsa.RSAPrivateKey, *, use: Use = "signing", issuer: Authority | None = None,
        since: datetime = SIGNED_AT - YEAR, until: datetime = SIGNED_AT + 20 * YEAR, name: str = "Trần Thị Thử",
    ) -> x509.Certificate:  # fmt: skip
        if since >= until:
            since = until - YEAR
        wanted = Wanted(
            distinguished_name(name, title="Giám đốc"), use, since, until, x509.random_serial_number()
        )
        return make_certificate(wanted, key.public_key(), issuer or self.issuing)

    def key(
        self, *, bits: int = 2048, use: Use = "signing", since: datetime = SIGNED_AT - YEAR,
        until: datetime = SIGNED_AT + 20 * YEAR,
    ) -> SigningKey:  # fmt: skip
        own = new_key(bits) if bits >= 2048 else rsa.generate_private_key(65537, bits)
        return self.holding(own, self.certificate(own, use=use, since=since, until=until))

    def holding(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate, *above: Authority) -> SigningKey:
        chain = tuple(one.certificate.public_bytes(_DER) for one in (*above, self.issuing))
        return SigningKey(key, certificate.public_bytes(_DER), chain)

    def issued_by_a_person(self) -> SigningKey:
        person, own = new_key(), new_key()
        above = Authority(self.certificate(person, name="Người Ký"), person)
        return self.holding(own, self.certificate(own, issuer=above), above)

    def below_another_authority(self) -> SigningKey:
        """The issuing authority may have none below it (path length 0)."""
        second, own = new_key(), new_key()
        above = Authority(self.certificate(second, use="issuing", name="CA cấp dưới"), second)
        return self.holding(own, self.certificate(own, issuer=above), above)

    def other_key(self) -> SigningKey:
        return SigningKey(new_key(), self.office.director.certificate, self.office.director.chain)

    # ------------------------------------------------------------ signing

    def signed(self, pdf: bytes, key: Callable[[], SigningKey]) -> bytes:
        return _completed(self._pending(pdf, key), self.office.timestamper())

    def stamped(self, pdf: bytes, stamper: Callable[[], DevTimestamper]) -> bytes:
        return _completed(self._pending(pdf, lambda: self.office.director), stamper())

    def stamped_over_sha1(self, pdf: bytes) -> bytes:
        """Whoever finds a second signature value with the same SHA-1 could move the token to it."""
        pending = self._pending(pdf, lambda: self.office.director)
        imprint = tsp.MessageImprint(
            {
                "hash_algorithm": {"algorithm": "sha1"},
                "hashed_message": sha1(pending.signature_value).digest(),
            }
        )
        token = cms.ContentInfo.load(self.office.timestamper().answer(imprint))
        signature = cms.ContentInfo.load(pending.raw_cms)
        signature["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes(
            [simple_cms_attribute("signature_time_stamp_token", token)]
        )
        return fill_container(pending.pdf, pending.container_start, pending.container_end, signature.dump())

    def sealed_before(self, pdf: bytes) -> bytes:
        """The seal's time-stamp is older than the signature it stands beside."""
        waiting = open_fields(RevisionWriter.open(pdf))
        if AGENCY_FIELD not in waiting or DIRECTOR_FIELD in waiting:
            raise NotApplicable
        pending = seal_pending(
            pdf, self.office.agency, filling=Filling("15", "06", "12"), seal_png=self.office.seal_png,
            claim=Claim(SIGNED_AT),
        )  # fmt: skip
        return _completed(pending, self.office.timestamper(SIGNED_AT - DAY))

    def _pending(self, pdf: bytes, key: Callable[[], SigningKey]) -> PendingSignature:
        writer = RevisionWriter.open(pdf)
        if DIRECTOR_FIELD not in open_fields(writer):
            raise NotApplicable
        return sign_revision(
            writer, key(), DIRECTOR_FIELD, picture=self.office.signature_png, claim=Claim(SIGNED_AT),
            permissions=MDPPerm.FILL_FORMS,
        )  # fmt: skip

    # ------------------------------------------------------------ time-stamp authorities

    def stamper(self, *, use: Use = "timestamps", until: datetime = SIGNED_AT + 20 * YEAR) -> DevTimestamper:
        own = new_key()
        made = self.certificate(own, use=use, until=until, name="Dấu thời gian")
        return DevTimestamper(made.public_bytes(_DER), own, lambda: SIGNED_AT)

    def stranger(self) -> DevTimestamper:
        """An authority of its own, whom nobody knows."""
        root, own = new_key(), new_key()
        wanted = Wanted(distinguished_name("CA lạ"), "root", SIGNED_AT - YEAR, SIGNED_AT + 30 * YEAR, 1)
        above = Authority(make_certificate(wanted, root.public_key(), None, root), root)
        made = self.certificate(own, use="timestamps", issuer=above)
        return DevTimestamper(made.public_bytes(_DER), own, lambda: SIGNED_AT)

    def stamper_for_more(self) -> DevTimestamper:
        """Its certificate is also one for servers; RFC 3161 wants exactly one purpose, and critical."""
        own = new_key()
        made = self.certificate(own, use="timestamps", name="Dấu thời gian")
        uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.SERVER_AUTH])
        kept = [one for one in made.extensions if not isinstance(one.value, x509.ExtendedKeyUsage)]
        builder = x509.CertificateBuilder(
            made.issuer, made.subject, own.public_key(), made.serial_number, made.not_valid_before_utc,
            made.not_valid_after_utc, kept,
        ).add_extension(uses, critical=False)  # fmt: skip
        signed = builder.sign(self.issuing.key, SHA256())
        return DevTimestamper(signed.public_bytes(_DER), own, lambda: SIGNED_AT)

    # ------------------------------------------------------------ answers

    def proven(self, pdf: bytes, answers: Callable[[datetime], ValidationData]) -> bytes:
        return self._with_proof(pdf, answers(SIGNED_AT + timedelta(hours=1)))

    def proven_revoked(self, pdf: bytes) -> bytes:
        """Honest answers of an authority that had revoked the director's certificate the day before."""
        at = SIGNED_AT + timedelta(hours=1)
        answer = self._answer(
            self.office.director, at, self.office.pki._authority("ocsp"), revoked=SIGNED_AT - DAY
        )
        data = self.office.evidence(at)
        return self._with_proof(pdf, replace(data, ocsps=(*data.ocsps[1:], answer)))

    def answered_by_a_stranger(self, at: datetime) -> ValidationData:
        own = new_key()
        wanted = Wanted(distinguished_name("OCSP lạ"), "root", SIGNED_AT - YEAR, SIGNED_AT + 30 * YEAR, 1)
        return self._answers(at, Authority(make_certificate(wanted, own.public_key(), None, own), own))

    def answered_by_a_signer(self, at: datetime) -> ValidationData:
        """By somebody whom the same authority certified for another purpose."""
        own = new_key()
        return self._answers(at, Authority(self.certificate(own), own))

    def answered_about_another(self, at: datetime) -> ValidationData:
        own = new_key()
        another = self.holding(own, self.certificate(own))
        data = self.office.evidence(at)
        return replace(data, ocsps=(self._answer(another, at, self.office.pki._authority("ocsp")),))

    def listed(self, at: datetime) -> ValidationData:
        data = self.office.evidence(at)
        return replace(data, ocsps=(), crls=(*data.crls, self.office.pki.revocation_list("issuing", at)))

    def _answers(self, at: datetime, responder: Authority) -> ValidationData:
        signers = (self.office.director, self.office.agency)
        return replace(
            self.office.evidence(at), ocsps=tuple(self._answer(one, at, responder) for one in signers)
        )

    def _answer(
        self, about: SigningKey, at: datetime, responder: Authority, revoked: datetime | None = None
    ) -> bytes:
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=x509.load_der_x509_certificate(about.certificate),
            issuer=self.issuing.certificate,
            algorithm=SHA1(),  # names a certificate, signs nothing
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=at,
            next_update=at + DAY,
            revocation_time=revoked,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        signed = builder.certificates([responder.certificate]).sign(responder.key, SHA256())
        return signed.public_bytes(_DER)

    def _with_proof(self, pdf: bytes, data: ValidationData) -> bytes:
        """Written as `raise_to_lta` writes it, without its looking at the answers first."""
        writer = RevisionWriter.open(pdf)
        if "/DSS" in writer.root or "/AcroForm" not in writer.root or open_fields(writer):
            raise NotApplicable
        long_term._store(writer, data)
        held = RevisionWriter.open(_written(writer))
        return long_term._timestamped(held, self.office.timestamper(SIGNED_AT + timedelta(hours=1)))


def _completed(pending: PendingSignature, stamper: DevTimestamper) -> bytes:
    return complete(pending, stamper.stamp(pending.imprint))


def _written(writer: RevisionWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
