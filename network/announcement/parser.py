"""Understands the text of an announcement. Nothing of it is lost: what has no place of its own stays as text.

No Django here: text in, plain data out.
"""

import datetime
import re
from itertools import zip_longest

from . import dates
from .background import read_facts
from .boilerplate import split_off
from .costs import read_costs
from .document import Announcement, Block, Meeting, Section
from .meetings import (
    MAX_GROUP_HEADING,
    Context,
    heading_says_more,
    is_group_heading,
    is_meeting_line,
    read_meeting,
)
from .outline import blocks_of
from .persons import EMAIL, read_persons
from .source import Line, SourceError, check, lines_of
from .vocabulary import HEADING_HINTS, near_misses, plain, role_of

MAX_TITLE = 255  # characters, as Page.title
MAX_LEAD = 1200  # as BasePage.lead
HEAD_LINES = 6  # publication lines are looked for before this line
PUBLISHED = re.compile(r"(?:först\s+)?publicera(?:d|t|des)|publiceringsdatum|publ\.", re.IGNORECASE)
UPDATED = re.compile(
    r"(?:senast\s+)?(?:uppdatera(?:d|t|des)|ändra(?:d|t|des)|reviderad|granskad)", re.IGNORECASE
)
KINDS = (
    ("development", re.compile(r"utvecklingsnätverk", re.IGNORECASE)),
    ("professional", re.compile(r"(?:yrkes|professions|chefs|expert|fack)nätverk", re.IGNORECASE)),
    (
        "experience",
        re.compile(
            r"erfarenhetsnätverk|nätverk för (?:erfarenhetsutbyte|utbyte av erfarenhet)", re.IGNORECASE
        ),
    ),
    ("other", re.compile(r"nätverk", re.IGNORECASE)),
)
FULL = re.compile(r"\b(?:är\s+(?:nu\s+)?fullt(?!\s+ut)|fulltecknat|fullbokat|fullsatt)\b", re.IGNORECASE)
RUNNING = re.compile(r"\b(?:har\s+starta(?:t|ts|de)|är\s+igång|pågår)\b", re.IGNORECASE)
OPEN = re.compile(
    r"\b(?:anmäl\s+(?:dig|er)|ansök\s+(?:senast|om)|anmälan\s+är\s+öppen|öppet\s+för\s+(?:anmälan|ansökan))\b",
    re.IGNORECASE,
)


def parse(text: str, today: datetime.date | None = None) -> Announcement:
    """Raises SourceError for what cannot be an announcement (empty, binary, huge, without a title)."""
    announcement = Announcement()
    lines = lines_of(check(text))
    lines, form = split_off(lines)
    for line in form:
        announcement.note("dropped", "form", line.number, line.text)
    lines, updates = _head(lines, announcement)
    sections = _sections(blocks_of(lines))
    _lead(sections, announcement)
    if updates:
        sections.insert(0, Section("section", blocks=updates, number=updates[0].number))
    everything = " ".join(line.text for line in lines)
    _kind_and_period(announcement, everything)
    period = (
        (announcement.period_start, announcement.period_end or announcement.period_start)
        if announcement.period_start
        else None
    )
    one_year = period[0] if period and period[0] == period[1] else None
    context = Context(
        year=one_year,
        year_is_certain=bool(one_year),
        period=period,
        published_on=announcement.published_on,
        today=today or datetime.date.today(),
    )
    for section in sections:
        _near_misses(section, announcement)
    _give_roles(sections)
    sections = _meetings(sections, context, announcement)
    announcement.sections = _standing(sections, announcement)
    _period_of_meetings(announcement)
    _status(announcement, everything, context.today)
    _list_the_rest(announcement)
    return announcement


def _head(lines: list[Line], announcement: Announcement) -> tuple[list[Line], list[Block]]:
    """Title and publication date; the lines after them, and head lines that have no field."""
    rest: list[Line] = []
    updates: list[Block] = []
    for position, line in enumerate(lines):
        if announcement.published_on is None and position < HEAD_LINES and PUBLISHED.match(line.text):
            found = dates.dates_in(line.text, slashes=True)
            words = line.text[PUBLISHED.match(line.text).end() : found[0].start].strip(" :") if found else "-"  # type: ignore[union-attr]
            if found and not words and not line.text[found[0].end :].strip(" ."):
                try:
                    announcement.published_on = found[0].days(0)[0]
                except ValueError:
                    announcement.note("kept", "impossible_date", line.number, line.text)
                else:
                    if not found[0].is_plain or not line.text.startswith("Publicerad "):
                        announcement.note("check", "published_reworded", line.number, line.text)
                    continue
        if (
            len(rest) <= 1
            and (UPDATED.match(line.text) or PUBLISHED.match(line.text))
            and dates.YEAR.search(line.text)
        ):
            announcement.note("check", "updated", line.number, line.text)
            updates.append(Block("paragraph", [line.text], line.number))
            continue
        rest.append(line)
    if (
        not rest
        or len(rest[0].text) > MAX_TITLE
        or role_of(rest[0].text)[0] in ("target_group", "fee", "meetings")
    ):
        raise SourceError("title")
    title, *rest = rest
    announcement.title = title.text
    return rest, updates


def _sections(blocks: list[Block]) -> list[Section]:
    sections: list[Section] = []
    for block in blocks:
        if block.kind == "heading":
            sections.append(Section("section", block.text, number=block.number))
        else:
            if not sections:
                sections.append(Section("section", number=block.number))
            sections[-1].blocks.append(block)
    return sections


def _lead(sections: list[Section], announcement: Announcement) -> None:
    """The first paragraph; what the lead cannot hold goes on as text."""
    if not sections or sections[0].heading or sections[0].blocks[0].kind != "paragraph":
        return
    first = sections[0].blocks.pop(0)
    lead, rest = first.text, ""
    if len(lead) > MAX_LEAD:
        cut = max(lead.rfind(mark, 0, MAX_LEAD) + 1 for mark in (". ", "! ", "? "))
        cut = cut or lead.rfind(" ", 0, MAX_LEAD)
        if cut <= 0:
            sections[0].blocks.insert(0, first)
            return
        lead, rest = lead[:cut].strip(), lead[cut:].strip()
        announcement.note("check", "long_lead", first.number, rest[:80])
    announcement.lead = lead
    if rest:
        sections[0].blocks.insert(0, Block("paragraph", [rest], first.number))
    elif not sections[0].blocks:
        sections.pop(0)


def _kind_and_period(announcement: Announcement, everything: str) -> None:
    for text in (announcement.title, announcement.lead, everything):
        kind = next((kind for kind, pattern in KINDS[:3] if pattern.search(text)), "")
        if kind:
            announcement.kind = kind
            break
    else:
        announcement.kind = "other"
        announcement.note("assumed", "kind")
    for text in (announcement.title, announcement.lead, everything[:4000]):
        period = dates.period_in(text)
        if period:
            announcement.period_start, announcement.period_end = period
            return
    year = dates.year_in(announcement.title)
    if year:
        announcement.period_start = announcement.period_end = year


def _near_misses(section: Section, announcement: Announcement) -> None:
    _role, near = role_of(section.heading)
    if near:
        announcement.note("near_miss", "heading", section.number, section.heading, near)
    else:
        for word, known in near_misses(section.heading).items():
            announcement.note("near_miss", "word", section.number, word, known)


def _give_roles(sections: list[Section]) -> None:
    """Each standing section gets one place: a known heading's, else that of a heading which hints at it."""
    taken: set[str] = set()
    for section in sections:
        role, _near = role_of(section.heading)
        if (
            role
            and role not in taken
            and (role != "meetings" or _has_meetings(section) or not section.blocks)
        ):
            section.kind = role
            taken.add(role)
    for role in ("target_group", "fee", "facts", "contacts"):
        if role in taken:
            continue
        for section in sections:
            hinted = section.kind == "section" and role_of(section.heading)[0] is None
            if (
                hinted
                and section.blocks
                and any(hint in plain(section.heading) for hint in HEADING_HINTS[role])
            ):
                section.kind = role
                break
    if "meetings" not in taken:
        for section in sections:
            if section.kind == "section" and section.heading and _is_list_of_meetings(section):
                section.kind = "meetings"
                break


def _has_meetings(section: Section) -> bool:
    return any(is_meeting_line(block, expected=True) for block in section.blocks)


def _is_list_of_meetings(section: Section) -> bool:
    alike = sum(map(is_meeting_line, section.blocks))
    hinted = any(hint in plain(section.heading) for hint in HEADING_HINTS["meetings"])
    return alike > 0 and (hinted or is_group_heading(section.heading) or alike * 2 >= len(section.blocks))


def _meetings(sections: list[Section], context: Context, announcement: Announcement) -> list[Section]:
    """The sections with the lines that are meetings taken out, where each of them can say where it stood."""
    start = next((i for i, section in enumerate(sections) if section.kind == "meetings"), None)
    if start is None:
        return sections
    end = start + 1
    while end < len(sections) and _belongs(sections[end]):
        end += 1
    group = sections[start:end]
    entries: list[tuple[Section, Block | None, Meeting | None]] = []
    for position, section in enumerate(group):
        if position == 0:
            context = context.under(section.heading)
            here = Context(**{**vars(context), "heading": ""})
        else:
            here = context = context.under(section.heading)
            entries.append((section, None, None))
        entries += [(section, block, read_meeting(block, here, announcement)) for block in section.blocks]
    found = [meeting for _section, _block, meeting in entries if meeting]
    if not found:
        for section in group:
            section.kind = "section"
        return sections
    announcement.meetings = found
    if not _splits_cleanly(entries):
        announcement.note("check", "meetings_twice", group[0].number, group[0].heading)
        for section in group:
            section.kind = "section"
        for section, _block, meeting in entries:
            if meeting:
                meeting.title = _with_group(meeting, section.heading)
                meeting.group_heading = ""
        return [*sections[:end], Section("meetings", number=group[-1].number), *sections[end:]]
    positions = [i for i, (_section, _block, meeting) in enumerate(entries) if meeting]
    before = [block for _section, block, _meeting in entries[: positions[0]] if block]
    after = [block for _section, block, _meeting in entries[positions[-1] + 1 :] if block]
    heading, number = group[0].heading, group[0].number
    placed = [Section("meetings", "" if before else heading, number=number)]
    if before:
        placed.insert(0, Section("section", heading, before, number))
    if after:
        placed.append(Section("section", "", after, after[0].number))
    return sections[:start] + placed + sections[end:]


def _belongs(section: Section) -> bool:
    """Whether a section goes on with the list of meetings above it."""
    if section.kind != "section" or role_of(section.heading)[0] not in (None, "meetings"):
        return False
    alike = sum(is_meeting_line(block, expected=True) for block in section.blocks)
    if is_group_heading(section.heading):
        return alike > 0 or not section.blocks
    return alike > 0 and alike * 2 >= len(section.blocks)


def _splits_cleanly(entries: list[tuple[Section, Block | None, Meeting | None]]) -> bool:
    """Whether nothing but headings that the page can print stands between the meetings."""
    marks = ["m" if meeting else "t" if block else "h" for _section, block, meeting in entries]
    positions = [i for i, mark in enumerate(marks) if mark == "m"]
    if "t" in marks[positions[0] : positions[-1]]:
        return False
    years = {meeting.season[0] for _section, _block, meeting in entries if meeting}
    with_meetings = {id(section) for section, _block, meeting in entries if meeting}
    for section, block, _meeting in entries:
        year_line = dates.YEAR_LINE.fullmatch(section.heading)
        if block is None and not (int(year_line[1]) in years if year_line else id(section) in with_meetings):
            return False
    headings: dict[tuple, str] = {}
    for section, _block, meeting in entries:
        if meeting is None:
            if heading_says_more(section.heading) and len(section.heading) > MAX_GROUP_HEADING:
                return False
            continue
        if headings.setdefault(meeting.season, meeting.group_heading) != meeting.group_heading:
            return False
    return True


def _with_group(meeting: Meeting, heading: str) -> str:
    """The title with the region or name that stands above it, which a list of its own would lose."""
    if role_of(heading)[0] == "meetings" or is_group_heading(heading) or meeting.title.startswith(heading):
        return meeting.title
    return f"{heading}: {meeting.title}"[:MAX_TITLE]


def _standing(sections: list[Section], announcement: Announcement) -> list[Section]:
    """The sections with the content of standing ones moved to the fields that hold it."""
    result: list[Section] = []
    for section, following in zip_longest(sections, sections[1:]):
        if section.kind == "target_group" and section.blocks:
            announcement.target_group, section.blocks = section.blocks, []
        elif section.kind == "fee" and section.blocks:
            read_costs(section.blocks, announcement)
            section.blocks = []
        elif section.kind == "facts" and (section.blocks or (following and _is_more_facts(following))):
            announcement.facts = read_facts("", section.blocks)
            announcement.facts_title = section.heading
            section.blocks = []
        elif section.kind == "contacts" and section.blocks:
            result += _contacts(section, announcement)
            continue
        elif section.kind == "section" and result and result[-1].kind == "facts" and _is_more_facts(section):
            announcement.facts += read_facts(section.heading, section.blocks)
            continue
        elif section.kind != "meetings" and not section.blocks:
            section.kind = "section"
        result.append(section)
    return result


def _is_more_facts(section: Section) -> bool:
    return bool(section.blocks) and role_of(section.heading)[0] == "facts"


def _contacts(section: Section, announcement: Announcement) -> list[Section]:
    persons, before, after, clean = read_persons(section.blocks, announcement)
    if not persons:
        section.kind = "section"
        return [section]
    announcement.persons = persons
    if not clean:
        announcement.note("check", "persons_twice", section.number, section.heading)
        section.kind = "section"
        return [section, Section("contacts", number=section.number)]
    placed = [Section("contacts", "" if before else section.heading, number=section.number)]
    if before:
        placed.insert(0, Section("section", section.heading, before, section.number))
    if after:
        placed.append(Section("section", "", after, after[0].number))
    return placed


def _period_of_meetings(announcement: Announcement) -> None:
    years = [meeting.season[0] for meeting in announcement.meetings if meeting.season[0]]
    if not announcement.period_start and years:
        announcement.period_start, announcement.period_end = min(years), max(years)
        announcement.note("assumed", "period", detail=f"{min(years)}–{max(years)}")


def _status(announcement: Announcement, everything: str, today: datetime.date) -> None:
    last_years = [
        year for year in (announcement.period_end, *(m.season[0] for m in announcement.meetings)) if year
    ]
    if last_years and max(last_years) < today.year:
        announcement.status = "ended"
    elif FULL.search(everything):
        announcement.status = "full"
    elif RUNNING.search(everything):
        announcement.status = "running"
    elif OPEN.search(everything):
        announcement.status = "open"
    announcement.note("assumed", "status", detail=announcement.status)


def _list_the_rest(announcement: Announcement) -> None:
    """Tell the editor about text that stays text in spite of its look."""
    for section in announcement.sections:
        for block in section.blocks:
            if EMAIL.search(block.text):
                announcement.note("check", "address_in_text", block.number, block.text)
    if not announcement.meetings:
        announcement.note("check", "no_meetings")
    if not announcement.persons:
        announcement.note("check", "no_persons")
