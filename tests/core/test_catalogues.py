"""`manage.py messages`: what is found, merged, missed and compiled."""

import gettext
import io

import polib
import pytest
from django.core.management import CommandError, call_command

from samrum.core import catalogues
from samrum.core.extraction import Message, in_python, in_template, own_messages


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Empty catalogues of our own in place of the real ones."""
    monkeypatch.setattr(catalogues, "OWN", tmp_path / "own")
    monkeypatch.setattr(catalogues, "UPSTREAM", tmp_path / "upstream")
    return tmp_path


def swedish(folders, **texts):
    path = folders / "own/sv/LC_MESSAGES/django.po"
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid in texts:
            entry.msgstr = texts[entry.msgid]
    catalogue.save(str(path))
    return path


def test_the_swedish_is_complete():
    """The check that `make check` runs: fails when a text lacks Swedish."""
    call_command("messages", check=True, stdout=io.StringIO(), stderr=io.StringIO())


def test_texts_of_python():
    source = """
_("One")
gettext_lazy("Two " "halves")
translation.pgettext("part of day", "morning")
ngettext("%(n)d page", "%(n)d pages", n)
_(variable)
_(f"built {here}")
print("no")
"""
    assert set(in_python(source)) == {
        Message("One"),
        Message("Two halves"),
        Message("morning", "part of day"),
        Message("%(n)d page", None, "%(n)d pages"),
    }


def test_texts_of_templates():
    source = """{% load i18n %}<p title="{% translate "It's" %}">{{ _("Filter")|upper }}
{% blocktranslate trimmed with name=user %}
  Hello {{ name }},
  100% welcome
{% endblocktranslate %}
{% blocktranslate count n=3 %}One{% plural %}{{ n }} many{% endblocktranslate %}
{% translate "May" context "month" %}{% include "x.html" with heading=_("Head") %}
{# translate "no" #}
"""
    assert set(in_template(source)) == {
        Message("It's"),
        Message("Filter"),
        Message("Hello %(name)s, 100%% welcome"),
        Message("One", None, "%(n)s many"),
        Message("May", "month"),
        Message("Head"),
    }


def test_our_own_texts_come_from_code_settings_and_templates():
    found = {message.msgid for message in own_messages()}
    assert {"network", "Networks of municipalities and regions", "Sign in"} <= found
    assert "Page permissions" not in found, "Wagtail's texts are Wagtail's"


def test_merge_keeps_what_is_translated_and_drops_what_is_gone(folders):
    assert catalogues.merge({Message("One"), Message("Two"), Message("a", None, "b")}, "sv") == (3, 0)
    swedish(folders, One="Ett", Two="Två")
    assert catalogues.merge({Message("One"), Message("One", "rank")}, "sv") == (1, 2)
    entries = list(catalogues.read(folders / "own/sv/LC_MESSAGES/django.po"))
    assert [(e.msgid, e.msgctxt, e.msgstr) for e in entries] == [("One", None, "Ett"), ("One", "rank", "")]


def test_faults(folders):
    catalogues.merge({Message("One"), Message("By %(name)s"), Message("Old"), Message("Fuzzy")}, "sv")
    path = swedish(folders, **{"By %(name)s": "Av %(nam)s", "Old": "Gammal", "Fuzzy": "Luddig"})
    catalogue = polib.pofile(str(path))
    catalogue.find("Fuzzy").flags.append("fuzzy")
    catalogue.save(str(path))
    wanted = {Message("One"), Message("By %(name)s"), Message("Fuzzy"), Message("New")}
    assert list(catalogues.faults(wanted)) == [
        "placeholders differ (%(nam)s, %(name)s): 'By %(name)s'",
        "no Swedish: 'Fuzzy'",
        "no Swedish: 'New'",
        "no Swedish: 'One'",
        "no longer used: 'Old'",
    ]


def test_gaps_of_the_libraries_come_to_light(folders, capsys):
    gaps = list(catalogues.upstream_gaps())
    assert "no Swedish for admin (django): 'Minimap'" in gaps
    assert "no Swedish for admin (djangojs): 'Pin toolbar'" in gaps
    with pytest.raises(CommandError, match="faults"):
        call_command("messages", check=True, stderr=io.StringIO())


def test_command_merges_and_compiles(folders):
    call_command("messages", stdout=io.StringIO())
    path = swedish(folders, Users="Användare")
    call_command("messages", compile=True, stdout=io.StringIO())
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Users") == "Användare"


@pytest.mark.django_db
def test_the_admins_javascript_speaks_swedish(client, admin_user):
    client.force_login(admin_user)
    assert "F\\u00e4st verktygsraden" in client.get("/admin/jsi18n/").text
