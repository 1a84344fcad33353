"""A year of an office by chance ends with every law of the house intact.

`VANTHU_YEAR_DOCUMENTS` makes it a full year (20,000); by default it is a short one.
"""

import os
from pathlib import Path

import pytest

from app.doctor import examine
from tests.office import Keys
from tests.site import build_site
from tests.stories.year import Year, broken_laws

DOCUMENTS = int(os.environ.get("VANTHU_YEAR_DOCUMENTS", "80"))
SIGNED_SHARE = int(os.environ.get("VANTHU_YEAR_SIGNED_SHARE", "50"))


@pytest.mark.parametrize("seed", [2026])
def test_a_year_by_chance_breaks_no_law(tmp_path: Path, keys: Keys, seed: int) -> None:
    year = Year(build_site(tmp_path / "home", keys), seed, DOCUMENTS, SIGNED_SHARE)
    year.run()
    print(dict(sorted(year.told.items())))
    assert broken_laws(year) == []
    assert [check for check in examine(year.office) if not check.ok] == []
    # The year was one: papers went out, came in, went back, were refused; people were away, units got other names.
    for happened in (
        "issue",
        "take_in",
        "return_content",
        "withdraw",
        "replace",
        "absence",
        "rename",
        "accept",
    ):
        assert year.told[happened], happened
    assert sum(count for name, count in year.told.items() if name.endswith(": not_allowed")) > 0
