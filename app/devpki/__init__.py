"""A certificate authority of one's own for demos, tests and training; never for real documents.

Root, issuing authority, OCSP responder, revocation lists and a timestamp authority, all in this process. Everything
it makes says in its name that it is not for real use. Start at `DevPki`.
"""

from app.devpki.pki import DevPki, Issued

__all__ = ["DevPki", "Issued"]
