"""What is pasted from Outlook, Gmail, Excel and by hand, and who is understood to stand in it."""

import time

import pytest

from members.leading.address_list import read
from samrum.core.one_line import one_line

ANNA = ("anna@k.se", "Anna", "Svensson")
BO = ("bo@k.se", "Bo", "Berg")
ALONE = ("anna@k.se", "", "")


def people(text: str) -> list[tuple[str, str, str]]:
    rows = read(text)
    assert not [row.problem for row in rows if row.problem]
    return [(row.email, row.first_name, row.last_name) for row in rows if not row.skip]


@pytest.mark.parametrize(
    "text",
    [
        # Alone, in every dress.
        "anna@k.se",
        "ANNA@K.SE",
        "  anna@k.se;  ",
        "anna@k.se,",
        "anna@k.se.",
        "\u00a0anna@k.se\u00a0",
        "\ufeffanna@k.se",
        "\u202aanna@k.se\u202c",
        "anna@k.se\u200b",
        "<anna@k.se>",
        "'anna@k.se'",
        "”anna@k.se”",
        "(anna@k.se)",
        "[anna@k.se]",
        "mailto:anna@k.se",
        "MAILTO:anna@k.se?subject=Hej%20du",
        "<mailto:anna@k.se>",
        "anna@k.se <mailto:anna@k.se>",
        "anna@k.se<mailto:anna@k.se>",
        "[anna@k.se](mailto:anna@k.se)",
        "'anna@k.se' <anna@k.se>",
        "'Anna@K.se' <anna@k.se>",
        '"anna@k.se" <anna@k.se>',
        "‘anna@k.se’ <anna@k.se>",
        "anna@k.se <anna@k.se>;",
        "anna@ｋ.se <anna@k.se>",
        "ａnna＠ｋ．se",
        "Till: anna@k.se",
        "To: <anna@k.se>",
        "- anna@k.se",
        "• anna@k.se",
        "1. anna@k.se",
        "12) anna@k.se",
        "E-post\nanna@k.se",
        "\tanna@k.se\t",
        "\t\t\nanna@k.se",
        "anna@k.se\tANNA@k.se",
        "anna@k.se\n\nanna@k.se",
        "anna@k.se; Anna@K.se, <mailto:anna@k.se>",
        "anna@k.se\nanna@k.se.\n\u200banna@k.se\nanna@ｋ.se",
    ],
)
def test_an_address_alone(text):
    assert people(text) == [ALONE]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Svensson <anna@k.se>",
        "Anna Svensson<anna@k.se>",
        "Anna\u00a0Svensson <anna@k.se>",
        "An\u00adna Svens\u00adson <anna@k.se>",
        "\u202eAnna Svensson\u202c <anna@k.se>",
        "\u200bAnna\u200b Svensson <anna@k.se>",
        "Anna  Svensson   anna@k.se",
        "anna@k.se Anna Svensson",
        "anna@k.se (Anna Svensson)",
        "Anna Svensson (anna@k.se)",
        "Anna Svensson [anna@k.se]",
        "Anna Svensson <mailto:anna@k.se>",
        '"Anna Svensson" <anna@k.se>',
        "“Anna Svensson” <anna@k.se>",
        "”Anna Svensson” <anna@k.se>",
        "'Anna Svensson' <anna@k.se>",
        "«Anna Svensson» <anna@k.se>",
        '"Svensson, Anna" <anna@k.se>',
        "”Svensson, Anna” <anna@k.se>",
        "Svensson, Anna <anna@k.se>",
        "'Svensson, Anna' <anna@k.se>",
        "Svensson, Anna anna@k.se",
        "Svensson, Anna, anna@k.se",
        "Anna Svensson, anna@k.se",
        "anna@k.se, Anna Svensson",
        "Anna Svensson (KSF) <anna@k.se>",
        "Till: Anna Svensson <anna@k.se>;",
        "1. Anna Svensson <anna@k.se>",
        "Anna Svensson\n<anna@k.se>",
        # Columns.
        "Anna Svensson\tanna@k.se",
        "anna@k.se\tAnna Svensson",
        "Anna Svensson\tanna@k.se\tExempelstads kommun",
        "anna@k.se\tAnna Svensson\tExempelstads kommun",
        "Anna Svensson\tExempelstads kommun\tanna@k.se",
        "Anna Svensson\tSamordnare\tanna@k.se",
        "Anna\tSvensson\tanna@k.se",
        "Anna\tSvensson\tanna@k.se\tExempelstads kommun",
        "anna@k.se\tAnna\tSvensson",
        "Anna Svensson\t\tanna@k.se\t",
        "Svensson, Anna\tanna@k.se",
        "Anna Svensson\tAnna Svensson <anna@k.se>",
        "Anna Svensson\tmailto:anna@k.se",
        "Anna Svensson\t'anna@k.se'\t08-123 456",
        "Anna Svensson;anna@k.se;Exempelstads kommun",
        "anna@k.se;Anna Svensson",
        "Anna Svensson,anna@k.se,Exempelstads kommun",
        "Anna,Svensson,anna@k.se",
        "Anna;Svensson;anna@k.se;",
        # Below headings.
        "Namn\tE-post\nAnna Svensson\tanna@k.se",
        "NAMN\tE-POST\nAnna Svensson\tanna@k.se",
        "Namn:\tE-postadress:\nAnna Svensson\tanna@k.se",
        "E-post\tNamn\tOrganisation\nanna@k.se\tAnna Svensson\tExempelstads kommun",
        "Organisation\tNamn\tE-post\nExempelstads kommun\tAnna Svensson\tanna@k.se",
        "Efternamn\tFörnamn\tE-post\nSvensson\tAnna\tanna@k.se",
        "Förnamn\tEfternamn\tTitel\tE-postadress\nAnna\tSvensson\tChef\tanna@k.se",
        "Organisation;Efternamn;Förnamn;Mejl\nExempelstads kommun;Svensson;Anna;anna@k.se",
        "Efternamn,Förnamn,E-post\nSvensson,Anna,anna@k.se",
        "First name\tLast name\tEmail address\nAnna\tSvensson\tanna@k.se",
        "Namn\tE-post\tPrivat e-post\nAnna Svensson\tanna@k.se\tanna@hemma.se",
        "\ufeffNamn\tE-post\nAnna Svensson\tanna@k.se",
        # More than once.
        "Anna Svensson <anna@k.se>\nSvensson, Anna <ANNA@K.SE>\nanna@k.se",
    ],
)
def test_one_person(text):
    assert people(text) == [ANNA]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Svensson <anna@k.se>, Bo Berg <bo@k.se>",
        "Anna Svensson <anna@k.se>; Bo Berg <bo@k.se>",
        "Anna Svensson <anna@k.se>;Bo Berg <bo@k.se>;",
        "Anna Svensson <anna@k.se> Bo Berg <bo@k.se>",
        "Anna Svensson <anna@k.se>,\nBo Berg <bo@k.se>",
        "Anna Svensson <anna@k.se>\r\n\r\nBo Berg <bo@k.se>\r\n",
        "Anna Svensson <anna@k.se>\u2028Bo Berg <bo@k.se>",
        '"Svensson, Anna" <anna@k.se>, "Berg, Bo" <bo@k.se>',
        "Svensson, Anna <anna@k.se>; Berg, Bo <bo@k.se>",
        "Svensson, Anna <anna@k.se>, Berg, Bo <bo@k.se>",
        "'Svensson, Anna' <anna@k.se>; ”Berg, Bo” <bo@k.se>",
        "Anna Svensson anna@k.se, Bo Berg bo@k.se",
        "Anna Svensson anna@k.se; Bo Berg bo@k.se",
        "Anna Svensson\tanna@k.se\tKommunen\nBo Berg\tbo@k.se\tRegionen",
        "Namn\tE-post\nAnna Svensson\tanna@k.se\nBo Berg\tbo@k.se",
        "Förnamn;Efternamn;E-post\nAnna;Svensson;anna@k.se\nBo;Berg;bo@k.se",
        "Till: Svensson, Anna <anna@k.se>; Berg, Bo <bo@k.se>",
        "- Anna Svensson, anna@k.se\n- Bo Berg, bo@k.se",
    ],
)
def test_two_people(text):
    assert people(text) == [ANNA, BO]


def test_people_with_and_without_names_on_one_line():
    text = "karin@k.se, 'lisa@k.se' <lisa@k.se>, Svensson, Anna <anna@k.se>, Bo Berg <bo@k.se>"
    assert people(text) == [("karin@k.se", "", ""), ("lisa@k.se", "", ""), ANNA, BO]
    assert people("anna@k.se bo@k.se".replace(" ", ", ")) == [ALONE, ("bo@k.se", "", "")]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Åsa", "Åsa", ""),
        ("A\u030asa Öst", "Åsa", "Öst"),
        ("Anna Maria von Ek", "Anna", "Maria von Ek"),
        ("von Ek, Anna Maria", "Anna Maria", "von Ek"),
        ("O’Brien, Anna", "Anna", "O’Brien"),
        ("Lisa O'Brien", "Lisa", "O'Brien"),
        ("karin@annat.se", "", ""),
        ("–", "", ""),
    ],
)
def test_names(name, first, last):
    (row,) = read(f"{name} <anna@k.se>")
    assert (row.first_name, row.last_name) == (first, last)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Anna Svensson", "Ingen e-postadress"),
        ("<>", "Ingen e-postadress"),
        ("Anna <>", "Ingen e-postadress"),
        ("a@b", "Det här är ingen e-postadress: a@b"),
        ("=?utf-8?q?y1=0d=0a?=@k.se", "Det här är ingen e-postadress"),
        ("anna@@k.se", "Det här är ingen e-postadress"),
        ("anna@k_.se", "Det här är ingen e-postadress"),
        ('"anna svensson"@k.se', "Det här är ingen e-postadress"),
        ("anna@[127.0.0.1]", "Det här är ingen e-postadress"),
        ("Anna </O=EXCHANGE/CN=ANNA>", "Det här är ingen e-postadress"),
        ("an\u00adna@k.se", "inte syns"),
        ("anna@ko\u200bmmun.se", "inte syns"),
        ("åsa@k.se", "a–z"),
        ("anna@k.se bo@k.se", "Mer än en adress"),
        ("karin@annat.se <anna@k.se>", "Mer än en adress"),
        ("Anna\tanna@k.se\tbo@k.se", "Mer än en adress"),
        ("x" * 250 + "@k.se", "för lång"),
        ("N" * 81 + " <a@k.se>", "för långt"),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_shows_what_was_typed(line, why):
    (row,) = read(f"bo@k.se\n{line}")[1:]
    assert why in row.problem and row.line == 2
    assert row.text == one_line(line)


def test_what_is_beside_a_list_is_said():
    """A name that a mail program has not found an address for is no name of the next person."""
    rows = read("Anna Svensson; bo@k.se; Lisa Ek")
    assert [(row.email, row.first_name, bool(row.problem)) for row in rows] == [
        ("", "", True), ("bo@k.se", "", False), ("", "", True),
    ]  # fmt: skip
    assert [row.text for row in rows] == ["Anna Svensson", "bo@k.se", "Lisa Ek"]
    rows = read("Namn\tE-post\nAnna Svensson\t\nBo Berg\tbo@k.se")
    assert [bool(row.problem) for row in rows] == [True, False] and "Anna Svensson" in rows[0].text


@pytest.mark.parametrize(
    "text",
    [
        "<" * 30_000, '"' * 30_000, "a@" * 30_000, ",;" * 30_000, "\t@" * 30_000, "<@>" * 20_000, "(" * 30_000 + "@",
        "a@b.se," * 8_000, " " * 59_999 + "@",
    ],
)  # fmt: skip
def test_hostile_text_is_read_in_reasonable_time(text):
    began = time.process_time()
    rows = read(text)
    assert time.process_time() - began < 10  # seconds; about one
    assert all("@" not in row.first_name + row.last_name for row in rows)
