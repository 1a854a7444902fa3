"""The blocks of page bodies. Blocks that were there before keep their ids: translations hang on them."""

import json
import uuid
from collections.abc import Iterable

from .document import Announcement, Fact, Section
from .richtext import rich_text


def body_of(announcement: Announcement, old: Iterable[dict] = ()) -> str:
    """The body of the announcement as JSON."""
    return json.dumps(_with_old_ids([_block(section) for section in announcement.sections], old))


def facts_body_of(facts: Iterable[Fact], old: Iterable[dict] = ()) -> str:
    return json.dumps(_with_old_ids([_fact(fact) for fact in facts], old))


def _block(section: Section) -> dict:
    if section.kind != "section":
        return {"type": section.kind, "value": {"heading": section.heading}}
    return _text_section(section.heading, rich_text(section.blocks))


def _text_section(heading: str, html: str) -> dict:
    content = [{"type": "text", "value": html}] if html else []
    return {"type": "section", "value": {"heading": heading, "content": content}}


def _fact(fact: Fact) -> dict:
    html = rich_text(fact.blocks)
    if fact.kind == "section":
        return _text_section(fact.heading, html)
    if fact.kind == "legal":
        return {"type": "legal", "value": {"heading": fact.heading, "text": html}}
    return {"type": "fact", "value": {"text": html, "year": fact.year, "source": fact.source, "url": ""}}


def _with_old_ids(blocks: list[dict], old: Iterable[dict]) -> list[dict]:
    left = list(old)
    for block in blocks:
        same = next((other for other in left if _is_same(block, other)), None)
        if same:
            left.remove(same)
        block["id"] = (same or {}).get("id") or str(uuid.uuid4())
        was = same["value"].get("content", []) if same else []
        for position, part in enumerate(block["value"].get("content", [])):
            part["id"] = (was[position].get("id") if position < len(was) else None) or str(uuid.uuid4())
    return blocks


def _is_same(block: dict, other: dict) -> bool:
    """Standing sections are the same by their type, sections by their heading, facts by their text."""
    if block["type"] != other["type"]:
        return False
    if block["type"] in ("fact", "legal"):
        return block["value"]["text"] == other["value"].get("text")
    return block["type"] != "section" or block["value"]["heading"] == other["value"].get("heading")
