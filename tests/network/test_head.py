"""What the head of a page tells machines: languages, Open Graph, JSON-LD."""

import datetime
import io
import json
import re
from html import unescape

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Locale

from samrum.media.models import SamrumImage
from tests.factories import (
    ContactPersonPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    StandardPageFactory,
    add_contact,
)

pytestmark = pytest.mark.django_db
EVIL = '</script><script>alert("1")</script><!-- & \u2028 å'


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, title="Nätverk mot hot")


def html_of(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def things(client, page) -> dict[str, list[dict]]:
    """The JSON-LD of a page by type."""
    (text,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', html_of(client, page), re.DOTALL
    )
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    found: dict[str, list[dict]] = {}
    for thing in data["@graph"]:
        found.setdefault(thing["@type"], []).append(thing)
    return found


def meta(client, page) -> dict[str, str]:
    tags = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html_of(client, page))
    assert len(dict(tags)) == len(tags)
    return {name: unescape(value) for name, value in tags}


def event(client, meeting) -> dict:
    (found,) = things(client, meeting)["Event"]
    return found


def test_the_front_page_is_an_organisation(client, home):
    (organisation,) = things(client, home)["Organization"]
    assert organisation["name"] == "SKR"
    assert organisation["url"] == "http://testserver/"
    assert "BreadcrumbList" not in things(client, home)


def test_breadcrumbs_lead_from_the_front_page(client, home, network):
    meeting = MeetingPageFactory(parent=network, title="Träff 1")
    (crumbs,) = things(client, meeting)["BreadcrumbList"]
    items = crumbs["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3]
    assert [item["item"] for item in items] == [f"http://testserver{p.url}" for p in (home, network, meeting)]
    assert [item["name"] for item in items][1:] == ["Nätverk mot hot", "Träff 1"]


def test_a_confirmed_meeting_is_an_event(client, network):
    meeting = MeetingPageFactory(parent=network, title="Träff 1", lead="Om hot")
    found = event(client, meeting)
    assert found["name"] == "Träff 1"
    assert found["startDate"] == found["endDate"] == "2027-03-04"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert found["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Stockholm",
        "addressCountry": "SE",
    }
    assert found["description"] == "Om hot"
    assert found["url"] == f"http://testserver{meeting.url}"
    assert found["organizer"]["name"] == "SKR"


def test_clock_times_carry_their_distance_from_utc(client, network):
    meeting = MeetingPageFactory(
        parent=network,
        start_date=datetime.date(2027, 6, 4),
        start_time=datetime.time(9),
        end_time=datetime.time(15, 30),
    )
    assert event(client, meeting)["startDate"] == "2027-06-04T09:00:00+02:00"
    assert event(client, meeting)["endDate"] == "2027-06-04T15:30:00+02:00"


def test_an_end_that_nobody_has_said_is_not_claimed(client, network):
    assert "endDate" not in event(client, MeetingPageFactory(parent=network, start_time=datetime.time(9)))


def test_a_preliminary_meeting_claims_no_status(client, network):
    assert "eventStatus" not in event(client, MeetingPageFactory(parent=network, preliminary=True))


def test_a_cancelled_meeting_says_so(client, network):
    found = event(client, MeetingPageFactory(parent=network, cancelled=True))
    assert found["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize(("format", "city", "types"), [
    ("digital", "", ["VirtualLocation"]),
    ("digital", "Stockholm", ["VirtualLocation"]),
    ("hybrid", "Stockholm", ["Place", "VirtualLocation"]),
    ("hybrid", "", ["VirtualLocation"]),
    ("physical", "", []),
    ("", "Lund", ["Place"]),
])  # fmt: skip
def test_places(client, network, format, city, types):
    meeting = MeetingPageFactory(parent=network, format=format, city=city)
    location = event(client, meeting).get("location", [])
    places = location if isinstance(location, list) else [location]
    assert [place["@type"] for place in places] == types
    for place in places:
        assert place.get("url", f"http://testserver{meeting.url}") == f"http://testserver{meeting.url}"


def test_open_dates_are_no_events(client, network):
    undecided = MeetingPageFactory(parent=network, undecided=True)
    assert "Event" not in things(client, undecided)
    assert "Event" not in things(client, network)


def test_the_network_lists_its_dated_meetings(client, network):
    for day in (9, 3):
        MeetingPageFactory(parent=network, start_date=datetime.date(2027, 5, day))
    MeetingPageFactory(parent=network, undecided=True)
    events = things(client, network)["Event"]
    assert [found["startDate"] for found in events] == ["2027-05-03", "2027-05-09"]
    assert all(client.get(found["url"]).status_code == 200 for found in events)


def test_no_text_breaks_out_of_the_data(client, network):
    meeting = MeetingPageFactory(parent=network, title=EVIL, city="</script>", slug="ond")
    assert event(client, meeting)["name"] == EVIL
    assert '<script>alert("1")' not in html_of(client, meeting)


def test_no_address_of_a_person_is_told(client, network, contact_page):
    person = ContactPersonPageFactory(parent=contact_page, email="hemlig@example.org", phone="070-000 00 00")
    add_contact(network, person)
    for page in (network, person):
        html = html_of(client, page)
        assert "hemlig@example.org" not in html and "070-000" not in html


def test_open_graph(client, network):
    found = meta(client, network)
    assert found["og:title"] == "Nätverk mot hot"
    assert found["og:type"] == "article"
    assert found["og:url"] == f"http://testserver{network.url}"
    assert found["og:locale"] == "sv_SE"
    assert found["og:description"] == found["description"] == network.lead
    assert "og:image" not in found and "og:locale:alternate" not in found


def test_description_is_one_short_line_and_never_empty(client, home):
    long = StandardPageFactory(parent=home, lead='Rad "ett"\n' + "ord " * 200)
    found = meta(client, long)["description"]
    assert found.startswith('Rad "ett" ord') and len(found) <= 300
    assert meta(client, StandardPageFactory(parent=home, title="Utan ingress"))["description"].startswith(
        "Utan ingress."
    )


def test_the_front_page_is_a_website(client, home):
    assert meta(client, home)["og:type"] == "website"
    assert meta(client, home)["og:locale:alternate"] == "en_GB"


def alternates(client, page) -> dict[str, str]:
    return dict(
        re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html_of(client, page))
    )


def test_languages_are_told_when_they_exist(client, network):
    assert alternates(client, network) == {}
    copy = network.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.save_revision().publish()
    expected = {
        "sv": f"http://testserver{network.url}",
        "en": f"http://testserver{copy.url}",
        "x-default": f"http://testserver{network.url}",
    }
    assert alternates(client, copy) == expected
    # Published again, as an editor would: the head of the Swedish page may have been kept.
    network.save_revision().publish()
    assert alternates(client, network) == expected


def test_an_alias_points_at_its_original(client, home):
    page = StandardPageFactory(parent=home)
    other = StandardPageFactory(parent=home)
    alias = page.create_alias(parent=other)
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html_of(client, alias)
    assert alternates(client, alias) == {}


def picture(settings, tmp_path) -> SamrumImage:
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (1600, 1000), "green").save(content, "JPEG")
    return SamrumImage.objects.create(title="Sal", file=ContentFile(content.getvalue(), name="sal.jpg"))


@pytest.mark.parametrize("decorative", [True, False])
def test_the_first_picture_that_says_something_is_shared(client, home, settings, tmp_path, decorative):
    image = picture(settings, tmp_path)
    value = {
        "image": {"image": image.pk, "alt_text": "" if decorative else "En sal", "decorative": decorative}
    }
    blocks = [{"type": "text", "value": "<p>Text</p>"}, {"type": "figure", "value": value}]
    page = StandardPageFactory(
        parent=home, body=json.dumps([{"type": "section", "value": {"heading": "", "content": blocks}}])
    )
    found = meta(client, page)
    if decorative:
        assert "og:image" not in found
    else:
        assert found["og:image"].startswith("http://testserver/media/images/sal")
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert found["og:image:alt"] == "En sal"
        assert client.get(found["og:image"].removeprefix("http://testserver")).status_code == 200
