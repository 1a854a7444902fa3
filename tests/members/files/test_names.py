import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.files.names import LONGEST, clean_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Årsplan för hot & våld.pdf", "Årsplan för hot & våld.pdf"),
        (unicodedata.normalize("NFD", "Åtgärd.pdf"), "Åtgärd.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.docx", "plan.docx"),
        ("rapport\u202efdp.exe.txt", "rapportfdp.exe.txt"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie- x.pdf"),
        ("CON.pdf", "fil-CON.pdf"),
        ("nul", "fil-nul"),
        ("COM1.tar.docx", "fil-COM1.tar.docx"),
        ("Console.pdf", "Console.pdf"),
        ('"citat".pdf', "-citat-.pdf"),
        (".htaccess", "htaccess"),
        ("...", "fil"),
        ("", "fil"),
        ("plan. .pdf ", "plan.pdf"),
        ("👍🏽 plan.pdf", "👍🏽 plan.pdf"),
        ("%2e%2e%2fplan.pdf", "%2e%2e%2fplan.pdf"),
    ],
)
def test_names_stay_readable_and_lose_what_deceives(raw, name):
    assert clean_name(raw) == name


def test_a_long_name_keeps_its_extension():
    assert clean_name("ö" * 300 + ".pdf") == "ö" * 118 + ".pdf"  # 240 bytes
    assert len(clean_name("a" * 300 + ".pdf")) == LONGEST


@given(st.text(max_size=400))
def test_no_name_is_dangerous(raw):
    name = clean_name(raw)
    assert name and name not in (".", "..") and name == name.strip()
    assert not set(name) & set('/\\\r\n\0<>:"|?*')
    assert len(name) <= LONGEST and len(name.encode()) <= 255
    assert unicodedata.is_normalized("NFC", name)
    assert all(not unicodedata.category(sign).startswith("C") for sign in name)
    assert clean_name(name) == name
