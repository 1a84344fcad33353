"""Two-step signing with a key elsewhere: what leaves, what may come back, what is refused."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from app.devpki.certificates import Wanted, distinguished_name, make_certificate
from documents.pdf.errors import (
    CertificateUnreadable,
    KeyExpired,
    KeyNotSupported,
    NotPrepared,
    PreparedWrong,
    SignatureValueWrong,
)
from documents.pdf.keys import SigningKey
from documents.pdf.outside import (
    PreparedSignature,
    embed,
    expected_of,
    prepare_outside,
    read_certificates,
)
from documents.pdf.pending import stamp_and_complete
from documents.pdf.revision import Claim
from documents.pdf.seal import Filling, seal_pending
from documents.pdf.sign import certify_pending
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import LOOKED_AT, SIGNED_AT

LATER = SIGNED_AT + timedelta(minutes=20)


@pytest.fixture(scope="module")
def waiting(office, prepared) -> PreparedSignature:
    return ask(office, prepared, office.director)


def ask(office, pdf: bytes, key: SigningKey, at=SIGNED_AT) -> PreparedSignature:
    making = partial(certify_pending, pdf, picture_png=office.signature_png, claim=Claim(at))
    return prepare_outside(lambda one: [making(one)], key.certificate, key.chain)[0]


def value_of(key: SigningKey, data: bytes) -> bytes:
    return key.signer.sign_raw(data, "sha256")


def certified(office, key, *, until=LOOKED_AT + timedelta(days=365)) -> SigningKey:
    issuing = office.pki._authority("issuing")
    since = SIGNED_AT - timedelta(days=700)
    wanted = Wanted(distinguished_name("Người Ký ngoài"), "signing", since, until, 990)
    der = make_certificate(wanted, key.public_key(), issuing).public_bytes(Encoding.DER)
    return SigningKey(key, der, office.director.chain)


def test_the_value_of_another_persons_key_is_refused(office, waiting):
    with pytest.raises(SignatureValueWrong):
        embed(waiting, value_of(office.agency, waiting.attributes))


@pytest.mark.parametrize("value", [b"", b"\x00", b"\xff" * 256, b"0" * 5000])
def test_what_is_no_value_is_refused(waiting, value):
    with pytest.raises(SignatureValueWrong):
        embed(waiting, value)


def test_a_value_over_other_attributes_or_a_bare_digest_is_refused(office, waiting):
    digest = expected_of(waiting.pdf, office.director.certificate).digest
    for other in (digest, waiting.attributes + b"\0", waiting.attributes[:-1]):
        with pytest.raises(SignatureValueWrong):
            embed(waiting, value_of(office.director, other))


def test_a_kept_file_that_changed_meanwhile_is_refused(office, waiting):
    value = value_of(office.director, waiting.attributes)
    moved = waiting.pdf.replace(b"/Size", b"/Sise", 1)
    with pytest.raises(PreparedWrong):
        embed(replace(waiting, pdf=moved), value)
    with pytest.raises(PreparedWrong):
        embed(replace(waiting, certificate=office.agency.certificate), value)


def test_a_prehashed_value_made_by_plain_rsa_comes_in(office, waiting):
    signed = office.director.key.sign(waiting.attributes, PKCS1v15(), SHA256())
    pdf = stamp_and_complete(embed(waiting, signed), office.timestamper())
    report = verify(pdf, trust=office.trust, at=LOOKED_AT, profile="own")
    assert report.verdict == "signed"
    assert report.signatures[0].certificate_sha256 == office.director.facts.sha256


def test_the_file_is_built_as_the_key_here_would_build_it(office, prepared, waiting):
    here = certify_pending(
        prepared, office.director, picture_png=office.signature_png, claim=Claim(SIGNED_AT)
    )
    there = embed(waiting, value_of(office.director, waiting.attributes))
    assert there.pdf.startswith(prepared)
    assert (len(there.pdf), len(there.raw_cms)) == (len(here.pdf), len(here.raw_cms))
    assert (there.container_start, there.container_end) == (here.container_start, here.container_end)


def test_a_p256_key_signs_from_outside(office, prepared):
    key = certified(office, ec.generate_private_key(ec.SECP256R1()))
    waiting = ask(office, prepared, key)
    pdf = stamp_and_complete(embed(waiting, value_of(key, waiting.attributes)), office.timestamper())
    assert verify(pdf, trust=office.trust, at=LOOKED_AT).verdict == "signed"
    other = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(SignatureValueWrong):
        embed(waiting, other.sign(waiting.attributes, ec.ECDSA(SHA256())))


def test_a_weak_key_and_an_expired_certificate_are_refused_before_anything_leaves(office, prepared):
    with pytest.raises(KeyNotSupported):
        ask(office, prepared, certified(office, rsa.generate_private_key(65537, 1024)))
    with pytest.raises(KeyNotSupported):
        ask(office, prepared, certified(office, ec.generate_private_key(ec.SECP384R1())))
    ended = certified(office, ec.generate_private_key(ec.SECP256R1()), until=SIGNED_AT - timedelta(days=1))
    with pytest.raises(KeyExpired):
        ask(office, prepared, ended)


def test_the_seal_comes_from_outside_too(office, signed):
    making = partial(
        seal_pending, signed, filling=Filling("15", "06", "12"), seal_png=office.seal_png, claim=Claim(LATER)
    )
    (waiting,) = prepare_outside(lambda one: [making(one)], office.agency.certificate, office.agency.chain)
    value = value_of(office.agency, waiting.attributes)
    pdf = stamp_and_complete(embed(waiting, value), office.timestamper(LATER))
    assert verify(pdf, trust=office.trust, at=LOOKED_AT, profile="own").verdict == "issued"


def test_no_seal_before_the_person_signed(office, prepared):
    making = partial(
        seal_pending,
        prepared,
        filling=Filling("15", "06", "12"),
        seal_png=office.seal_png,
        claim=Claim(LATER),
    )
    with pytest.raises(NotPrepared):
        prepare_outside(lambda one: [making(one)], office.agency.certificate)


def test_what_waits_can_be_kept_as_bytes(waiting):
    assert PreparedSignature.load(waiting.dump()) == waiting


# ------------------------------------------------------------ the side of the key


def test_the_owner_computes_what_to_sign_from_the_file_alone(office, waiting):
    expected = expected_of(waiting.pdf, office.director.certificate)
    assert expected.field == "KyGiamDoc"
    assert expected.attributes == waiting.attributes
    around = waiting.pdf[: waiting.container_start] + waiting.pdf[waiting.container_end :]
    assert expected.digest == hashlib.sha256(around).digest()


def test_one_changed_letter_is_another_thing_to_sign(office, waiting):
    other = waiting.pdf.replace(b"/Reason", b"/Reasom", 1).replace(b"/Filter", b"/Filtes", 1)
    assert other != waiting.pdf
    assert expected_of(other, office.director.certificate).attributes != waiting.attributes


def test_a_file_in_which_nothing_waits_is_not_signed(office, prepared, signed, waiting):
    for pdf in (prepared, signed, waiting.pdf + b"\n%more"):
        with pytest.raises(PreparedWrong):
            expected_of(pdf, office.director.certificate)


def test_certificates_are_read_in_both_ways_of_writing_them(office):
    assert read_certificates(office.director.certificate) == (office.director.certificate, ())
    pem = office.pki.root_pem + office.pki.issuing_pem
    assert len(read_certificates(pem)[1]) == 1
    for wrong in (b"", b"-----BEGIN CERTIFICATE-----\n", pem * 3):
        with pytest.raises(CertificateUnreadable):
            read_certificates(wrong)
