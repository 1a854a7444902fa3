"""Persons and their titles out of a contact section."""

import re

from .document import Announcement, Block, Person

NAME_WORD = r"(?:[A-ZÅÄÖÉÜ][\w’'é]*(?:-[A-ZÅÄÖÉÜ][\w’'é]*)?)"
NAME = re.compile(rf"{NAME_WORD}(?: (?:von|af|de|van|al|el|der|{NAME_WORD})){{1,4}}")
TITLE_WORD = re.compile(
    r"ledare|handläggare|samordnare|chef|strateg|expert|utredare|sekreterare|jurist|ansvarig|direktör|sakkunnig|"
    r"konsult|koordinator|assistent|kommunikatör|utvecklare|rådgivare|ordförande|specialist|controller|ekonom|"
    r"administratör|planerare|forskare|lärare|polis|myndighet|avdelning|sektion|kommun\b|region\b|förbund",
    re.IGNORECASE,
)
NOT_A_NAME = re.compile(
    r"^(?:sveriges|region|kontakta?|läs|mer|om|vi|här|avdelning\w*|frågor|har|telefon|tel|e-?post|mejl|välkommen|fråga|det|"
    r"den|för|vid|alla|tipsa|dela|skriv|ring|mejla|kommun\w*)\b",
    re.IGNORECASE,
)
# Bounded (RFC 5321, 4.5.3.1): a long line without @ must not take long.
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"(?:\+46|0)[\d \-–/()]{5,20}\d")
LABEL = re.compile(
    r"(?:telefon(?:nummer)?|tel|mobil|tfn|e-?post(?:adress)?|mejl|mail)\.?\s*:?", re.IGNORECASE
)
MAX_TITLE = 160  # characters, as ContactPersonPage.job_title
MAX_PHONE = 40


def read_persons(
    blocks: list[Block], announcement: Announcement
) -> tuple[list[Person], list[Block], list[Block], bool]:
    """(persons, blocks before them, blocks after them, whether nothing stands between)."""
    persons: list[Person] = []
    before: list[Block] = []
    after: list[Block] = []
    clean = True
    open_person: Person | None = None
    for block in blocks:
        person = read_person(block, announcement)
        if person:
            clean = clean and not after
            persons.append(person)
            open_person = person if block.kind == "paragraph" and len(block.lines) == 1 else None
        elif (
            open_person
            and not block.after_gap
            and all(_add(open_person, line, announcement) for line in block.lines)
        ):
            continue
        else:
            (after if persons else before).append(block)
            open_person = None
    return persons, before, after, clean


def read_person(block: Block, announcement: Announcement) -> Person | None:
    name, title = split_name(block.lines[0])
    if not name or len(title) > MAX_TITLE:
        return None
    person = Person(name, title, number=block.number)
    trial = Person(name, title, number=block.number)
    scratch = Announcement()
    if not all(_add(trial, line, scratch) for line in block.lines[1:]):
        return None
    for line in block.lines[1:]:
        _add(person, line, announcement)
    return person


def split_name(line: str) -> tuple[str, str]:
    """("Eva Ek", "jurist") of “Eva Ek, jurist”; ("", "") where no name begins the line."""
    match = NAME.match(line)
    if not match or NOT_A_NAME.match(line) or any(char.isdigit() for char in match.group()):
        return "", ""
    name, rest = match.group(), line[match.end() :]
    if not rest:
        return ("", "") if TITLE_WORD.search(name.split(" ", 1)[-1]) else (name, "")
    split = re.fullmatch(r"\s*(?:,|–|—| -|:|\()\s*(?P<title>[^.]+?)\)?\.?", rest)
    if not split or EMAIL.search(rest) or PHONE.search(rest) or TITLE_WORD.search(name):
        return "", ""
    return name, split["title"]


def _add(person: Person, line: str, announcement: Announcement) -> bool:
    """Put a line below a name into title, e-mail or telephone; whether it has such a place."""
    email, phone = EMAIL.search(line), PHONE.search(line)
    if email or phone:
        rest = line
        for match in (email, phone):
            rest = rest.replace(match.group(), "") if match else rest
        if LABEL.sub("", rest).strip(" ,:;|()-–") or (email and person.email) or (phone and person.phone):
            return False
        person.email = email.group() if email else person.email
        person.phone = phone.group()[:MAX_PHONE] if phone else person.phone
        announcement.note("private", "person", person.number, line)
        return True
    if person.job_title or line.endswith((".", "!", "?", ":")) or len(line) > MAX_TITLE:
        return False
    if split_name(line)[0] and not TITLE_WORD.search(line):
        return False
    person.job_title = line
    return True
