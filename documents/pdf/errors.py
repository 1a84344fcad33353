"""What can go wrong around a PDF and its keys, as situations; see `documents.errors` for the idea.

Making a signature raises these. Judging one never does: `verify` answers with a report.
"""

from typing import Protocol

from documents.errors import VanthuError


class Held(Protocol):
    """A signature that only lacks its token, as `pending.PendingSignature`: to be kept as bytes."""

    def dump(self) -> bytes: ...


class PdfRefused(VanthuError):
    """A PDF that may not be prepared or signed."""

    code = "pdf_refused"


class PdfUnreadable(PdfRefused):
    code = "pdf_unreadable"


class PdfHasScript(PdfRefused):
    """A script or an action that runs by itself."""

    code = "pdf_has_script"


class PdfHasAnnotation(PdfRefused):
    """A comment, stamp, link or form field that is not ours."""

    code = "pdf_has_annotation"


class PdfFontNotEmbedded(PdfRefused):
    code = "pdf_font_not_embedded"


class PdfHasRevisions(PdfRefused):
    """The file was saved on top of an older one; only a fresh rendition may be signed."""

    code = "pdf_has_revisions"


class PdfAlreadySigned(PdfRefused):
    code = "pdf_already_signed"


class PdfHasHiddenParts(PdfRefused):
    """Attachments, optional layers, XFA forms or encryption: parts a signer cannot see."""

    code = "pdf_has_hidden_parts"


class PdfPageTurned(PdfRefused):
    """The first page is turned by something else than a right angle: no line of letters would stand upright."""

    code = "pdf_page_turned"


class PlaceUnfit(PdfRefused):
    """A place put by hand is too small for what goes there, or too tall for a line of letters."""

    code = "place_unfit"


class PlaceOutsidePage(PdfRefused):
    """A field or signature is placed outside the page."""

    code = "place_outside_page"


class NotPrepared(PdfRefused):
    """The field that should be signed or filled is missing, or is already used."""

    code = "not_prepared"


class TextDoesNotFit(PdfRefused):
    """A number or date is wider than the blank on the page, even in the smallest letters allowed."""

    code = "text_does_not_fit"


class LetterMissing(PdfRefused):
    """A character the form font cannot draw."""

    code = "letter_missing"


class PictureUnreadable(PdfRefused):
    """The signature or seal picture is not a usable picture."""

    code = "picture_unreadable"


class KeyRefused(VanthuError):
    """A signing key that cannot be used."""

    code = "key_refused"


class WrongKeyPassword(KeyRefused):
    code = "wrong_key_password"


class KeyFileUnreadable(KeyRefused):
    """Not a PKCS#12 file, or one without a key and its certificate."""

    code = "key_file_unreadable"


class TokenMissing(KeyRefused):
    """The device is not plugged in, its driver is not set, or the key is not on it."""

    code = "token_missing"


class TokenLocked(KeyRefused):
    """Too many wrong PINs, or the PIN has run out."""

    code = "token_locked"


class TokenTrouble(KeyRefused):
    """The device broke off; nothing was signed."""

    code = "token_trouble"


class KeyNotSupported(KeyRefused):
    """Neither RSA of at least 2048 bits nor an elliptic curve P-256."""

    code = "key_not_supported"


class KeyDoesNotMatch(KeyRefused):
    """The private key and the certificate do not belong together."""

    code = "key_does_not_match"


class SignatureValueWrong(KeyRefused):
    """A value from outside that this certificate's key did not make of this file."""

    code = "signature_value_wrong"


class PreparedWrong(KeyRefused):
    """A file that is not one prepared for a single signature: something else waits in it, or nothing."""

    code = "prepared_wrong"


class CertificateUnreadable(KeyRefused):
    """Neither a certificate in DER nor a few of them in PEM."""

    code = "certificate_unreadable"


class KeyExpired(KeyRefused):
    code = "key_expired"


class KeyNotYetValid(KeyRefused):
    code = "key_not_yet_valid"


class ReturnedFileWrong(VanthuError):
    """The file that came back is not the one that was given out with one signature more."""

    code = "returned_file_wrong"


class TrustFileUnreadable(VanthuError):
    """A file of trusted certificates that holds none, or something else."""

    code = "trust_file_unreadable"


class TimestampUnavailable(VanthuError):
    """No timestamp came; `pending` holds a signature that only lacks the token, when there is one."""

    code = "timestamp_unavailable"

    def __init__(self, pending: Held | None = None, **facts: object) -> None:
        super().__init__(**facts)
        self.pending = pending


class TimestampWrong(VanthuError):
    """A timestamp token that does not belong to this signature or is damaged."""

    code = "timestamp_wrong"


class RevocationDataStale(VanthuError):
    """An answer about a certificate that is older than the signature it should prove."""

    code = "revocation_data_stale"


class RevocationDataMissing(VanthuError):
    """No answer about a certificate that needs one."""

    code = "revocation_data_missing"


class CertificateRevoked(VanthuError):
    """The answer says that the certificate was revoked when the signature was made."""

    code = "certificate_revoked"
