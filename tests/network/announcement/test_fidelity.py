"""Lines of announcements thrown together at random: what they become has each of them in its place."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.announcement.builder import build
from network.announcement.parser import parse
from network.announcement.source import SourceError, lines_of
from tests.network.announcement.transcript import absent_lines, entries_of

from .test_parser import TODAY, WORDS

pytestmark = pytest.mark.django_db

LINES = st.lists(st.tuples(WORDS, st.sampled_from(["\n", "\n\n"])), max_size=14)


@given(LINES)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_lines_at_random_are_all_there(home, lines):
    text = "Ett nätverk\n\nEn ingress.\n\n" + "".join(line + end for line, end in lines)
    try:
        announcement = parse(text, TODAY)
    except SourceError:
        return
    with transaction.atomic():
        work = build(announcement, slug="slump")
        entries = entries_of(work.page)
        transaction.set_rollback(True)
    told = {note.line for note in announcement.notes if note.reason in ("published_reworded", "form")}
    excused = {line.text for line in lines_of(text) if line.number in told}
    assert [line for line in absent_lines(text, entries) if line not in excused] == []
