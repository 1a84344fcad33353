"""Which papers the decree lays out at all.

source    Decree 30/2020/NĐ-CP, Art. 2 and Art. 7; papers that make rules follow Decree 78/2025/NĐ-CP
"""

from collections.abc import Iterator

from documents.checking import finding
from documents.checking.finding import Finding
from documents.checking.rule import Rule
from documents.checking.view import View


def legislative(view: View) -> Iterator[Finding]:
    if view.nature == "legislative":
        name = view.sheet.reading.kind or "văn bản này"
        message = (
            f"{name} là văn bản quy phạm pháp luật, thể thức theo Nghị định 78/2025/NĐ-CP: "
            "soát theo nghị định đó, ở đây không soát."
        )
        yield Finding(finding.SCOPE, "Loại văn bản", "warning", name, "văn bản hành chính", message)


SCOPE_RULES = (Rule("scope.legislative", finding.SCOPE, legislative),)
