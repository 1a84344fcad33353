"""How long is too long, told by this machine in this run: so many times one raw RSA-2048 signature."""

import time
from functools import cache

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

VERIFYING = 15_000
"""What verifying one file may cost at most; two seconds of an office PC are about half of it."""


def seconds_of(signatures: int) -> float:
    """The CPU seconds this machine needs for so many raw signatures."""
    return signatures * _one()


@cache
def _one() -> float:
    key, best = generate_private_key(65537, 2048), float("inf")
    for _ in range(5):
        began = time.process_time()
        for _ in range(40):
            key.sign(b"van thu", PKCS1v15(), SHA256())
        best = min(best, (time.process_time() - began) / 40)
    return best
