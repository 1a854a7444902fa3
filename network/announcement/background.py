"""Facts and legal background out of the facts sections."""

import re

from .document import Block, Fact
from .vocabulary import plain

YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
LAW = re.compile(
    r"\b(?:lag(?:en|ar|arna|stiftning\w*|text\w*|rum\w*)?|\w+lag(?:en)?|förordning\w*|\d{4}:\d+)\b",
    re.IGNORECASE,
)
NOT_LAW = re.compile(
    r"\b(?:förslag|lag(?:et|a)|underlag|bolag|omslag|inslag|utslag|anslag|beslag|uppslag|avslag)\w*\b",
    re.IGNORECASE,
)
SOURCE = re.compile(r"käll(?:a|or)\s*:.+", re.IGNORECASE)
LEGAL_HEADINGS = ("lagstiftning", "vad säger lagen", "lagen säger", "juridisk bakgrund")


def read_facts(heading: str, blocks: list[Block]) -> list[Fact]:
    """One fact per paragraph or list, with its year where it names one alone.

    A heading of its own keeps what stands under it together.
    """
    if heading:
        return [Fact("legal" if plain(heading) in LEGAL_HEADINGS else "section", blocks, heading)]
    facts: list[Fact] = []
    for block in blocks:
        source = SOURCE.fullmatch(block.text)
        last = facts[-1] if facts else None
        if source and last and last.kind == "fact" and not last.source:
            last.source = source.group()
        elif last and block.kind == "item" and last.blocks[-1].kind == "item" and not last.source:
            last.blocks.append(block)
        else:
            facts.append(Fact("legal" if speaks_of_law(block.text) else "fact", [block]))
    for fact in facts:
        years = {int(year) for block in fact.blocks for year in YEAR.findall(block.text)}
        if fact.kind == "fact" and len(years) == 1:
            fact.year = years.pop()
    return facts


def speaks_of_law(text: str) -> bool:
    return bool(LAW.search(NOT_LAW.sub("", text)))
