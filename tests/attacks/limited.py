"""One file verified by a process that may use so much memory and no more; prints what it took.

python -m tests.attacks.limited FILE MEGABYTES
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from documents.pdf.trust import Trust
from documents.pdf.verify import verify


def used_bytes() -> int:
    """Address space in use."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(file: Path, warm: Path, megabytes: int) -> None:
    now = datetime.now(UTC)
    verify(warm.read_bytes(), trust=Trust(), at=now)
    pdf, before = file.read_bytes(), peak_bytes()
    most = used_bytes() + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    start = time.process_time()
    report = verify(pdf, trust=Trust(), at=now)
    took = {
        "verdict": report.verdict,
        "seconds": round(time.process_time() - start, 2),
        "megabytes": (peak_bytes() - before) // 1024 // 1024,
        "reasons": [str(one.facts.get("reason", "")) for one in report.findings],
    }
    print(json.dumps(took))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
