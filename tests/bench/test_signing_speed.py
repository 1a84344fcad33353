"""How long signing takes, as multiples of the bare key operation and against the library's own signer.

Run with `-m bench -s` to see the table. Only ratios are asserted: a loaded machine slows both sides alike.
"""

import time
from collections.abc import Callable
from io import BytesIO
from statistics import median

import pytest
from asn1crypto import keys
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from documents.pdf.fields import prepare
from documents.pdf.revision import Claim
from documents.pdf.sign import certify_pending
from documents.pdf.verify import verify
from tests.documents.pdf.conftest import (  # noqa: F401  # fixtures by import
    LOOKED_AT,
    PLACES,
    SIGNED_AT,
    Office,
    archived,
    office,
    prepared,
    rendition,
    sealed,
    signed,
)

ROUNDS = 9
RAW_MS = 0.25
"""What one raw RSA-2048 signature took on the machine the goals in milliseconds were set for."""
STOCK_TIMES, RAW_TIMES = 10, 25
VERIFYING = 110 / RAW_MS


def cpu_ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def stock_signature(office: Office, prepared: bytes) -> bytes:  # noqa: F811
    """pyHanko as its documentation shows it: key parsed and signature built twice."""
    key = office.director.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        office.director.signer.signing_cert, _parsed(key), office.director.signer.cert_registry
    )
    meta = PdfSignatureMetadata(
        field_name="KyGiamDoc", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )  # fmt: skip
    out = BytesIO()
    PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(prepared)), output=out)
    return out.getvalue()


def _parsed(key: bytes) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(key)


@pytest.mark.bench
def test_signing_speed(office, rendition, prepared, signed, sealed, archived):  # noqa: F811
    later = SIGNED_AT.replace(hour=5)
    steps: dict[str, Callable[[], object]] = {
        "raw RSA-2048": lambda: office.director.key.sign(b"x" * 32, PKCS1v15(), SHA256()),
        "prepare": lambda: prepare(rendition, PLACES),
        "director B-B": lambda: certify_pending(
            prepared, office.director, picture_png=office.signature_png, claim=Claim(SIGNED_AT)
        ),
        "director B-T": lambda: office.certify(prepared),
        "stock signer B-B": lambda: stock_signature(office, prepared),
        "fill + seal B-T": lambda: office.seal(signed),
        "fill + seal B-LTA": lambda: office.archive(office.seal(signed), later),
        "verify, 2 signatures": lambda: verify(sealed, trust=office.trust, at=LOOKED_AT),
        "verify, B-LTA": lambda: verify(archived, trust=office.trust, at=LOOKED_AT),
    }
    for work in steps.values():
        work()
    rounds = [{name: cpu_ms(work) for name, work in steps.items()} for _ in range(ROUNDS)]
    took = {name: median(one[name] for one in rounds) for name in steps}
    table(took)
    assert took["stock signer B-B"] >= STOCK_TIMES * took["director B-B"]
    assert took["director B-B"] <= RAW_TIMES * took["raw RSA-2048"]
    assert took["verify, 2 signatures"] <= VERIFYING * took["raw RSA-2048"]
    assert took["fill + seal B-LTA"] < took["stock signer B-B"] * 2
    assert took["verify, 2 signatures"] < took["stock signer B-B"] * 2


def table(took: dict[str, float]) -> None:
    raw = took["raw RSA-2048"]
    print()
    for name, ms in took.items():
        print(f"{name:22s} {ms:8.2f} ms CPU {ms / raw:8.1f} x raw RSA")
