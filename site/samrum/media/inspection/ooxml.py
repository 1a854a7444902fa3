"""What Word, Excel and PowerPoint keep about people, and what makes their files act. ECMA-376 / ISO 29500, both forms.

A part is known by its root element, not by its name: programs call parts as they like.
"""

import re
from collections.abc import Mapping
from typing import IO

from .authors import Authors
from .findings import NONE, Finding
from .rewriting import Pass, is_elsewhere

# Attributes that name somebody, whatever the element.
_NAMES = {"author", "userName", "userId", "refreshedBy", "lastModifiedBy", "providerId"}
# Those that do in one element alone: comments' authors, the trace of changes in a presentation, Excel's readers.
_NAMES_IN = {
    ("cmAuthor", "name"), ("author", "name"), ("chgData", "name"), ("person", "displayName"), ("userInfo", "name"),
    ("customWorkbookView", "name"), ("scenario", "user"),
}  # fmt: skip
_INITIALS = {"initials"}
# Properties that stay: what the document is called and its language; of `app.xml` all but these.
_CORE = {"title", "language"}
_PERSONAL_APP = {"Manager", "Company", "HyperlinkBase", "Template"}
# Comments, and changes that wait to be accepted.
_COMMENTS = {
    "comment", "threadedComment", "cm", "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange",
    "tblPrChange", "tcPrChange", "trPrChange", "cellIns", "cellDel", "numberingChange",
}  # fmt: skip
# Roots of parts that fetch from elsewhere, and that act.
_EXTERNAL_ROOTS = {"connections", "queryTable", "DataMashup", "webextension"}
# Words that are written as numbers of letters are written so to hide.
_ACTIVE = re.compile(r"\s*(DDE|DDEAUTO)\b|.*\bQUOTE(\s+\d{2,3}\b){3}", re.IGNORECASE | re.DOTALL)
_FETCHING = re.compile(r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE)\b", re.IGNORECASE)
_FILE = re.compile(r"(?i)file:|[a-z]:[\\/]|\\\\")
_PROFILE = re.compile(r"(?i)([\\/](?:users|home|documents and settings)(?:[\\/]|%5c))(?:(?![\\/]|%5c).)+")
# Formulas that fetch or start: a look at the bytes of a sheet is enough.
FORMULAS = re.compile(rb"WEBSERVICE\(|_xlfn\.IMAGE\(|[^A-Z0-9.]RTD\(|[^A-Z0-9.]CALL\(|REGISTER\.ID\(")
# A part without any of these has nothing for us.
WORTH_A_PASS = re.compile(
    rb"author|userName|userId|refreshedBy|lastModifiedBy|providerId|initials|displayName|chgData|absPath|cmAuthor"
    rb"|userInfo|customWorkbookView|scenario|instrText|fldSimple|imagedata|ppaction:|ddeLink|oleLink|externalBook"
    rb"|core-?properties|(custom|extended)-?properties|metadata/properties|connections|queryTable|DataMashup|ocx"
    rb"|macrosheet|webextension",
    re.IGNORECASE,
)
_SHAREPOINT = "http://schemas.microsoft.com/office/2006/metadata/properties"


class Part(Pass):
    """One XML part. `found` tells afterwards what it holds."""

    def __init__(self, output: IO[bytes], authors: Authors):
        super().__init__(output)
        self.authors = authors
        self.found = NONE
        self._root = ""
        self._fields: list[str] = []  # the instructions of Word's fields, the innermost last
        self._instruction = ""
        self._named: list[str] = []  # authors of comments in Excel, whose names begin the comments' text
        self._person = ""

    # What stays

    def keeps(self, name: str, attributes: Mapping[str, str]) -> bool:
        if len(self.path) != 1:
            return True
        if self._root == "core":
            return name in _CORE
        if self._root == "app":
            return name not in _PERSONAL_APP
        # Any program's own properties (labels of secrecy with a name, case numbers), and SharePoint's columns.
        return self._root not in ("custom", "sharepoint")

    def attribute(self, element: str, name: str, value: str) -> str | None:
        if element == "absPath" and name == "url":
            return ""
        if element == "Relationship" and name == "Target":
            return _PROFILE.sub(r"\1-", value) if _FILE.match(value) else value
        if name in _INITIALS:
            return self.authors.initials(self._person) if self._person else ("" if value else value)
        if name == "providerId":
            return "None" if value else value
        if name in _NAMES or (element, name) in _NAMES_IN:
            return self.authors.label(value)
        return value

    def text(self, content: str) -> str:
        inside = self.path[-1] if self.path else ""
        if inside == "instrText":
            self._instruct(content)
        elif inside == "author" and self.path[:1] == ["comments"]:
            self._named.append(content.strip())
            return self.authors.label(content)
        elif inside == "t" and self._named and content.strip().rstrip(":") in self._named:
            # Excel itself begins a comment with its author's name.
            name = content.strip().rstrip(":")
            return content.replace(name, self.authors.label(name))
        return content

    # What it does

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if len(self.path) == 1:
            self._begin(name, attributes)
        self._person = ""
        for key, value in plain.items():
            if key in _NAMES - {"providerId"} or (name, key) in _NAMES_IN:
                self._person = self.authors.label(value)
                break
        if name in _COMMENTS and (self._person or name in ("comment", "threadedComment", "cm")):
            self.found |= Finding.COMMENTS
        if name == "Relationship":
            self._relation(plain)
        elif name == "fldSimple":
            self._judge(plain.get("instr", ""))
        elif name == "fldChar":
            self._field(plain.get("fldCharType", ""))
        elif name == "imagedata" and is_elsewhere(plain.get("src", "") or plain.get("href", "")):
            self.found |= Finding.EXTERNAL
        elif name == "ddeLink":
            self.found |= Finding.COMMANDS
        elif name in ("externalBook", "oleLink"):
            self.found |= Finding.EXTERNAL
        elif plain.get("action", "").startswith(("ppaction://program", "ppaction://ole")):
            self.found |= Finding.COMMANDS
        elif plain.get("action", "").startswith("ppaction://macro"):
            self.found |= Finding.MACROS

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        spaces = " ".join(value for key, value in attributes.items() if key.startswith("xmlns"))
        self._root = {"coreProperties": "core"}.get(name, name)
        if name == "Properties":
            self._root = "custom" if re.search(r"custom-?properties", spaces, re.IGNORECASE) else "app"
        elif name == "properties" and _SHAREPOINT in spaces:
            self._root = "sharepoint"
        if name in _EXTERNAL_ROOTS:
            self.found |= Finding.EXTERNAL
        elif name == "ocx":
            self.found |= Finding.COMMANDS
        elif name == "macrosheet":
            self.found |= Finding.MACROS

    def _relation(self, relation: Mapping[str, str]) -> None:
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        is_external = relation.get("TargetMode", "").lower() == "external" or is_elsewhere(target)
        if is_external and kind != "hyperlink":
            self.found |= Finding.EXTERNAL
        elif kind in ("oleObject", "aFChunk"):
            self.found |= Finding.EMBEDDED
        elif kind == "control":
            self.found |= Finding.COMMANDS
        elif kind in ("vbaProject", "xlMacrosheet", "xlIntlMacrosheet"):
            self.found |= Finding.MACROS

    # Fields of Word: begin, instructions in pieces, separate, result, end; one may stand in another's instructions.

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif self._fields and kind in ("separate", "end"):
            self._judge(self._fields[-1])
            if kind == "end":
                self._fields.pop()

    def _instruct(self, content: str) -> None:
        if self._fields:
            self._fields[-1] += content
        else:
            self._judge(content)

    def _judge(self, instruction: str) -> None:
        if _ACTIVE.match(instruction):
            self.found |= Finding.COMMANDS
        elif _FETCHING.match(instruction):
            self.found |= Finding.EXTERNAL
