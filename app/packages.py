"""What other packages bring: kinds of document and workflows, found by entry point and passed in at wiring.

A package declares, under `vanthu.kinds` or `vanthu.workflows`, the name of a package of TOML files:

    [options.entry_points]
    vanthu.kinds =
        our-forms = our_package.kinds
"""

from importlib.metadata import entry_points

KINDS, WORKFLOWS = "vanthu.kinds", "vanthu.workflows"


def packages_for(group: str) -> tuple[str, ...]:
    """The names of packages of TOML files that installed packages declare, in a steady order."""
    return tuple(sorted({entry.value for entry in entry_points(group=group)}))
