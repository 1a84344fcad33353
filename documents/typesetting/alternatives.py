"""mc:AlternateContent: Word keeps a modern and an older form of a drawing; exactly one of them is read."""

from lxml import etree

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
UNDERSTOOD = ("wps", "wpg", "w14")


def branch(alternative: etree._Element) -> list[etree._Element]:
    """The modern form where we know its language, else the older one."""
    for choice in alternative.iter(MC + "Choice"):
        if (choice.get("Requires") or "") in UNDERSTOOD:
            return [choice]
    fallback = alternative.find(MC + "Fallback")
    return [fallback] if fallback is not None else []
