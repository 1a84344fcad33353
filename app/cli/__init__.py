"""The command line: `vanthu …`, and `flask vanthu …` inside a host.

Names and JSON keys are a contract. With --json one document (or one line per file) goes to stdout, messages to
stderr; the exit status is 0 only on success.
"""

import sys

from app.cli.host import commands


def main() -> None:
    """The console script."""
    # A pipe closed early (`| head`) is the reader's choice, not an error of ours.
    try:
        commands(prog_name="vanthu")
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(1) from None


__all__ = ["main"]
