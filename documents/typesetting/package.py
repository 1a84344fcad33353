"""The parts of a .docx: body, styles, headers, pictures, and who points to whom.

Opened by the careful zip and XML readers of `documents.reading`, so that a hostile file fails here as there.
"""

import io
import zipfile
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from lxml import etree

from documents.reading import container, markup
from documents.reading.markup import REL


@dataclass(frozen=True)
class Part:
    """One XML part with the targets its relationships name, by id."""

    name: str
    root: etree._Element
    targets: dict[str, str]


@dataclass
class Package:
    """The parts of one file, each parsed at most once."""

    data: bytes
    entries: dict[str, container.Entry]
    _parts: dict[str, Part] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes) -> "Package":
        """raises DraftRefused and its children when the file is no sound .docx"""
        container.refuse_other_kinds(data)
        return cls(data, {entry.name: entry for entry in container.entries(data)})

    @property
    def main(self) -> Part:
        for element in self.part("[Content_Types].xml").root:
            if (element.get("ContentType") or "").endswith("wordprocessingml.document.main+xml"):
                return self.part((element.get("PartName") or "").lstrip("/"))
        return self.part("word/document.xml")

    def part(self, name: str) -> Part:
        if name not in self._parts:
            root = markup.parse(name, self.content(name))
            self._parts[name] = Part(name, root, self._targets(name))
        return self._parts[name]

    def rewritten(self) -> bytes:
        """The file with its body as it now stands, all else unchanged."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.entries:
                body = name == self.main.name
                archive.writestr(
                    name, etree.tostring(self.main.root, encoding="UTF-8") if body else self.content(name)
                )
        return made.getvalue()

    def beside(self, name: str) -> etree._Element | None:
        """The root of a part in the folder of the body, if there is one."""
        path = join(dirname(self.main.name), name)
        return self.part(path).root if path in self.entries else None

    def content(self, name: str) -> bytes:
        if name not in self.entries:
            raise KeyError(name)
        return container.content(self.data, self.entries[name])

    def _targets(self, name: str) -> dict[str, str]:
        folder, _slash, file = name.rpartition("/")
        relations = join(folder, "_rels", f"{file}.rels")
        if relations not in self.entries:
            return {}
        found = {}
        for one in markup.parse(relations, self.content(relations)).iter(REL + "Relationship"):
            if (one.get("TargetMode") or "").lower() != "external":
                target = one.get("Target") or ""
                found[one.get("Id") or ""] = normpath(
                    target[1:] if target.startswith("/") else join(folder, target)
                )
        return found
