"""`manage.py import_announcement`: what it makes, updates and refuses."""

import datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from home.models import StandardPage
from network.announcement.source import MAX_BYTES
from network.models import ContactPersonPage, FactsPage, MeetingPage, NetworkPage
from tests.factories import ContactPersonPageFactory, FactsPageFactory, MeetingPageFactory, add_facts

SAMPLE = Path(__file__).parent / "samples" / "near_copy.sv.txt"

pytestmark = pytest.mark.django_db


def bring_in(path: Path | str = SAMPLE, *options: str) -> tuple[NetworkPage, str]:
    out = StringIO()
    call_command("import_announcement", str(path), *options, stdout=out)
    last = out.getvalue().splitlines()[-1]
    return NetworkPage.objects.get(slug=last.strip("/").split("/")[-1]), out.getvalue()


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = SAMPLE.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "changed.txt"
    path.write_text(text, encoding="utf-8")
    return path


def meetings_of(page: NetworkPage) -> list[MeetingPage]:
    return list(MeetingPage.objects.child_of(page).order_by("path"))


def test_an_announcement_becomes_pages(home):
    page, out = bring_in(SAMPLE, "--publish")
    assert out.splitlines()[-1] == "/trygga-motesplatser-for-politiker-utvecklingsnatverk/"
    assert (page.live, page.kind, page.period, page.fee) == (True, "development", "2025–2026", "free")
    assert page.published_on == datetime.date(2025, 9, 14)
    assert [block.block_type for block in page.body] == [
        "section", "section", "section", "section", "target_group", "fee", "meetings", "facts", "contacts",
    ]  # fmt: skip
    assert "<li>Kollegor att ringa.</li>" in str(page.body[2].value["content"][0].value)
    assert page.fee_note == "<p>Att delta är kostnadsfritt.</p>"
    assert "hotell" in page.physical_costs
    found = [
        (m.state, m.start_date, m.term, m.term_year, m.format, m.city, m.part_of_day)
        for m in meetings_of(page)
    ]
    assert found == [
        ("confirmed", datetime.date(2025, 10, 7), "", None, "physical", "Örebro", "whole"),
        ("undecided", None, "spring", 2026, "digital", "", "morning"),
        ("undecided", None, "spring", 2026, "digital", "", "morning"),
        ("preliminary", datetime.date(2026, 6, 2), "", None, "physical", "Örebro", "whole"),
    ]
    assert [link.person.title for link in page.contacts.all()] == ["Eva-Lotta Exempelsson", "Börje Påhitt"]
    [facts] = [link.facts_page for link in page.facts.all()]
    assert facts.get_parent().pk == page.pk
    assert [(block.block_type, block.value.get("year")) for block in facts.body] == [
        ("fact", 2024),
        ("legal", None),
    ]


def test_what_was_not_certain_is_told_in_swedish_before_the_path(home):
    _page, out = bring_in()
    assert "Rad 40: ”Prelimnära”: Ser felstavat ut. " in out
    assert "Menades ”preliminära”?" in out
    assert "Statusen är en gissning utifrån datum och text: pågår" in out
    assert "Träffar: 4. Personer: 2. Fakta: 2." in out


def test_without_publish_nothing_is_public(client, home):
    page, _out = bring_in()
    for draft in (
        page,
        *meetings_of(page),
        *FactsPage.objects.child_of(page),
        *ContactPersonPage.objects.all(),
    ):
        assert not draft.live
        assert draft.latest_revision
        assert client.get(draft.get_url()).status_code == 404


def test_what_came_along_is_published_with_the_network_and_nothing_else(home):
    page, _out = bring_in()
    own_draft = MeetingPageFactory(parent=page, live=False)
    NetworkPage.objects.get().get_latest_revision().publish()
    page = NetworkPage.objects.get()
    assert len(page.meetings) == 4
    assert FactsPage.objects.get().live
    assert all(person.live for person in ContactPersonPage.objects.all())
    assert not MeetingPage.objects.get(pk=own_draft.pk).live
    # A meeting that an editor withdraws later stays withdrawn.
    page.meetings[0].unpublish()
    NetworkPage.objects.get().get_latest_revision().publish()
    assert len(NetworkPage.objects.get().meetings) == 3


def test_what_came_along_waits_with_a_network_that_is_scheduled(home):
    page, _out = bring_in()
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision().publish()
    for kind in (NetworkPage, MeetingPage, FactsPage, ContactPersonPage):
        assert not kind.objects.live().exists()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        call_command("publish_scheduled")
        assert len(NetworkPage.objects.get(live=True).meetings) == 4
    assert FactsPage.objects.get().live


def test_costs_of_physical_meetings_stay_visible_where_there_is_none(home, tmp_path):
    page, _out = bring_in(changed(tmp_path, ("Fysiskt möte i Örebro", "Digitalt möte")))
    assert page.physical_costs == ""
    assert "hotell" in page.fee_note


def test_an_existing_person_is_reused_and_keeps_the_title(home, contact_page):
    person = ContactPersonPageFactory(parent=contact_page, title="Börje  påhitt", job_title="Chef")
    page, out = bring_in(SAMPLE, "--publish")
    assert page.contacts.last().person_id == person.pk
    assert ContactPersonPage.objects.count() == 2
    assert ContactPersonPage.objects.get(pk=person.pk).job_title == "Chef"
    assert "Personen finns redan med titeln ”Chef”" in out


def test_a_person_who_was_a_draft_is_published_with_the_network(home, contact_page):
    person = ContactPersonPageFactory(parent=contact_page, title="Börje Påhitt", live=False)
    bring_in(SAMPLE, "--publish")
    assert ContactPersonPage.objects.get(pk=person.pk).live


def test_the_same_address_again_is_refused(home):
    bring_in(SAMPLE, "--slug", "trygga")
    before = Page.objects.count()
    with pytest.raises(CommandError, match=r"Det finns redan en sida på /trygga/"):
        bring_in(SAMPLE, "--slug", "trygga")
    assert Page.objects.count() == before


def test_replace_updates_in_place(home, tmp_path):
    page, _out = bring_in(SAMPLE, "--slug", "trygga", "--publish")
    NetworkPage.objects.filter(pk=page.pk).update(status="full")
    page.refresh_from_db()
    page.get_latest_revision_as_object().save_revision().publish()
    page = NetworkPage.objects.get(pk=page.pk)
    page.status = "full"
    page.save_revision().publish()
    old, people, facts = meetings_of(page), list(ContactPersonPage.objects.all()), FactsPage.objects.get()
    blocks = {block.value.get("heading"): block.id for block in page.body}
    path = changed(
        tmp_path,
        (
            " • Datum ej klart. Digitalt möte förmiddag\n • 2 juni",
            " • 14 april. Digitalt möte förmiddag\n • 3 juni",
        ),
        ("Förutsättningar\n", "Nytt avsnitt\n\nMed ny text.\n\nFörutsättningar\n"),
        ("var femte", "var fjärde"),
    )
    again, _out = bring_in(path, "--slug", "trygga", "--publish", "--replace")
    assert again.pk == page.pk
    assert again.status == "full"
    new = meetings_of(again)
    assert sorted(m.pk for m in new) == sorted(m.pk for m in old)
    assert {m.pk: m.translation_key for m in new} == {m.pk: m.translation_key for m in old}
    # Dates became settled or moved; each meeting is still the page that it was.
    assert [m.start_date for m in sorted(new, key=lambda m: m.pk)] == [
        datetime.date(2025, 10, 7), None, datetime.date(2026, 4, 14), datetime.date(2026, 6, 3),
    ]  # fmt: skip
    assert list(ContactPersonPage.objects.all()) == people
    assert FactsPage.objects.get().pk == facts.pk
    assert "var fjärde" in str(FactsPage.objects.get().body[0].value["text"])
    after = {block.value.get("heading"): block.id for block in again.body}
    assert {heading: after[heading] for heading in blocks} == blocks
    assert "Nytt avsnitt" in after


def test_the_same_text_again_changes_no_block(home):
    page, _out = bring_in(SAMPLE, "--publish")
    again, _out = bring_in(SAMPLE, "--publish", "--replace")
    assert again.body.raw_data == page.body.raw_data or list(again.body.raw_data) == list(page.body.raw_data)


def test_replace_without_publish_leaves_the_public_page(client, home, tmp_path):
    page, _out = bring_in(SAMPLE, "--publish")
    bring_in(changed(tmp_path, ("Målgrupp\n", "Vem kan delta?\n")), "--replace")
    assert "Vem kan delta?" not in client.get(page.get_url()).content.decode()
    page = NetworkPage.objects.get()
    assert "Vem kan delta?" in str(page.get_latest_revision_as_object().body.raw_data[4])


def test_a_meeting_that_is_gone_is_not_deleted(home, tmp_path):
    page, _out = bring_in(SAMPLE, "--publish")
    gone = meetings_of(page)[0]
    path = changed(tmp_path, ("2025\n\n • 7 oktober. Fysiskt möte i Örebro, heldag\n", ""))
    _page, out = bring_in(path, "--publish", "--replace")
    assert not MeetingPage.objects.get(pk=gone.pk).live
    assert "Träffen finns inte i den nya texten" in out


def test_a_new_meeting_with_an_open_date_takes_its_place_in_the_list(home, tmp_path):
    bring_in(SAMPLE, "--publish")
    line = " • Datum ej klart. Digitalt möte förmiddag\n"
    path = changed(tmp_path, (line + line, " • Datum ej klart. Studiebesök i Kumla\n" + line + line))
    page, _out = bring_in(path, "--publish", "--replace")
    assert [m.title for m in page.meetings][1:4] == [
        "Studiebesök i Kumla", "Digitalt möte förmiddag", "Digitalt möte förmiddag",
    ]  # fmt: skip


def test_facts_shared_with_others_are_left_alone(home):
    page, _out = bring_in(SAMPLE, "--publish")
    own = FactsPage.objects.child_of(page).get()
    shared = FactsPageFactory(parent=home, title="Delade fakta")
    page = NetworkPage.objects.get(pk=page.pk)
    page.facts.all().delete()
    add_facts(page, shared)
    own.delete()
    page, out = bring_in(SAMPLE, "--publish", "--replace")
    assert [link.facts_page_id for link in page.facts.all()] == [shared.pk]
    assert "Nätverket visar redan ”Delade fakta”" in out


def test_own_facts_come_beside_shared_ones(home):
    page, _out = bring_in(SAMPLE, "--publish")
    shared = FactsPageFactory(parent=home)
    page = NetworkPage.objects.get(pk=page.pk)
    page.facts.all().delete()
    add_facts(page, shared)
    page, _out = bring_in(SAMPLE, "--publish", "--replace")
    assert [link.facts_page_id for link in page.facts.all()] == [
        FactsPage.objects.child_of(page).get().pk,
        shared.pk,
    ]


def test_replace_wants_a_network(home):
    home.add_child(instance=StandardPage(title="Text", slug="text"))
    with pytest.raises(CommandError, match="inget nätverk"):
        bring_in(SAMPLE, "--slug", "text", "--replace")


@pytest.mark.parametrize(
    ("slug", "message"),
    [("admin", "hör till själva webbplatsen"), ("Å Ä", "kan inte vara en adress"), ("a" * 300, "kan inte")],
)
def test_an_address_that_cannot_be_is_refused(home, slug, message):
    with pytest.raises(CommandError, match=message):
        bring_in(SAMPLE, "--slug", slug)


def test_a_title_without_latin_letters_gets_an_address(home, tmp_path):
    path = tmp_path / "annons.txt"
    path.write_text("日本語\n\nText.\n", encoding="utf-8")
    page, out = bring_in(path)
    assert out.endswith("/natverk/\n")
    assert page.title == "日本語"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tom"),
        (b"Titel\0\n", "NUL"),
        ("Träff".encode("latin-1"), "inte UTF-8"),
        (b"a" * (MAX_BYTES + 1), "för stor: högst 200 kilobyte"),
        (b"Kostnad\n\nInget.", "Ingen titel"),
    ],
)
def test_a_file_that_is_no_announcement_changes_nothing(home, tmp_path, data, message):
    path = tmp_path / "annons.txt"
    path.write_bytes(data)
    before = Page.objects.count()
    with pytest.raises(CommandError, match=message):
        bring_in(path)
    assert Page.objects.count() == before


@pytest.mark.parametrize("path", ["finns-inte.txt", "."])
def test_a_file_that_cannot_be_read(home, path):
    with pytest.raises(CommandError, match="går inte att läsa"):
        bring_in(path)


def test_what_fails_midway_leaves_nothing(home, monkeypatch):
    before = Page.objects.count()

    def fail(self):
        raise ValueError("midway")

    monkeypatch.setattr(MeetingPage, "clean", fail)
    with pytest.raises(ValueError, match="midway"):
        bring_in(SAMPLE, "--publish")
    assert Page.objects.count() == before


def test_what_a_page_type_refuses_is_told(home, monkeypatch):
    monkeypatch.setattr(
        "network.announcement.parser._kind_and_period",
        lambda announcement, _text: setattr(announcement, "period_start", 1900),
    )
    with pytest.raises(CommandError, match=r"kunde inte sparas: .*fyra siffror"):
        bring_in(SAMPLE)


def test_an_address_that_no_letter_reaches_is_left_out_and_said(home, contact_page, tmp_path):
    path = changed(
        tmp_path,
        ("  Verksamhetsutvecklare\n", "  Verksamhetsutvecklare\n  åsa.ek@exempel.se\n"),
        ("  Handläggare\n", "  Handläggare\n  BÖRJE@exempel.se\n"),
    )
    path.write_text(path.read_text().replace("BÖRJE@exempel.se", "Borje@Räksmörgås.se"))
    _page, said = bring_in(path)
    assert "”åsa.ek@exempel.se”: Våra brev når inte den här adressen" in said
    addresses = dict(ContactPersonPage.objects.values_list("title", "email"))
    assert addresses == {"Eva-Lotta Exempelsson": "", "Börje Påhitt": "borje@xn--rksmrgs-5wao1o.se"}
