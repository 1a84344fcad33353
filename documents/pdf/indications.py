"""What our findings are called in the standard for validating signatures: a main and a sub-indication each.

source    ETSI EN 319 102-1 V1.3.1, tables 5 and 6; what is ours and has no name there stands under the nearest one, see
          documents/decisions/2026-11-23-etsi-report.md
"""

from dataclasses import dataclass
from typing import Literal

from documents.pdf.report import FINDINGS, GRAVITY, Finding, Report

Main = Literal["total-passed", "total-failed", "indeterminate"]

FAILED: dict[str, str] = {
    "container_damaged": "FORMAT_FAILURE",
    "signature_wrong": "SIG_CRYPTO_FAILURE",
    "content_altered": "HASH_FAILURE",
    "changed_after_signing": "FORMAT_FAILURE",
    "bytes_outside_revisions": "FORMAT_FAILURE",
    "signature_removed": "FORMAT_FAILURE",
    "not_our_construction": "FORMAT_FAILURE",
    "blank_not_filled": "FORMAT_FAILURE",
    "filled_without_seal": "FORMAT_FAILURE",
    "shown_text_differs": "FORMAT_FAILURE",
    "damaged_proof": "FORMAT_FAILURE",
    "timestamp_wrong": "FORMAT_FAILURE",
    "certificate_revoked": "REVOKED",
    "certificate_not_yet_valid": "NOT_YET_VALID",
}
INDETERMINATE: dict[str, str] = {
    "weak_algorithm": "CRYPTO_CONSTRAINTS_FAILURE",
    "certificate_expired": "OUT_OF_BOUNDS_NOT_REVOKED",
    "certificate_unfit": "CHAIN_CONSTRAINTS_FAILURE",
    "same_signer_twice": "SIG_CONSTRAINTS_FAILURE",
    "same_person_twice": "SIG_CONSTRAINTS_FAILURE",
    "role_mismatch": "SIG_CONSTRAINTS_FAILURE",
    "signer_not_registered": "SIG_CONSTRAINTS_FAILURE",
    "stranger_on_certified": "SIG_CONSTRAINTS_FAILURE",
    "kind_not_supported": "SIG_CONSTRAINTS_FAILURE",
    "signature_hidden": "SIG_CONSTRAINTS_FAILURE",
    "only_timestamp": "NO_SIGNING_CERTIFICATE_FOUND",
    "signer_unknown": "NO_CERTIFICATE_CHAIN_FOUND",
    "authority_distrusted": "NO_CERTIFICATE_CHAIN_FOUND",
    "timestamp_unknown": "NO_CERTIFICATE_CHAIN_FOUND",
    "revoked_unproven": "REVOKED_NO_POE",
    "expired_unproven": "OUT_OF_BOUNDS_NO_POE",
    "timestamp_expired": "OUT_OF_BOUNDS_NO_POE",
    "timestamp_distrusted": "NO_POE",
    "time_not_proven": "NO_POE",
    "timestamp_in_future": "TIMESTAMP_ORDER_FAILURE",
    "order_of_time": "TIMESTAMP_ORDER_FAILURE",
    "needs_password": "SIGNED_DATA_NOT_FOUND",
    "bytes_before_header": "SIGNED_DATA_NOT_FOUND",
    "unreadable": "SIGNED_DATA_NOT_FOUND",
    "not_a_pdf": "SIGNED_DATA_NOT_FOUND",
    "too_large": "SIGNED_DATA_NOT_FOUND",
}


@dataclass(frozen=True)
class Indication:
    """`sub` is empty when everything passed."""

    main: Main
    sub: str = ""


def concerning(report: Report, field: str) -> tuple[Finding, ...]:
    """What was found about one signature or about the whole file, the closing sentence left out."""
    return tuple(
        one
        for one in report.findings
        if one.facts.get("field") in (None, field) and one.code != report.verdict
    )


def indication(findings: tuple[Finding, ...]) -> Indication:
    """The gravest finding decides, as it does for the verdict; notes decide nothing."""
    for effect in GRAVITY:
        for one in findings:
            if FINDINGS[one.code][0] == effect:
                if one.code in FAILED:
                    return Indication("total-failed", FAILED[one.code])
                return Indication("indeterminate", INDETERMINATE[one.code])
    return Indication("total-passed")
