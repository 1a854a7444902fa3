"""An organiser who writes; the letters that the worker then queues."""

import pytest
from django.urls import reverse
from post_office.models import Email

from members.notices.delivery import deliver_all

LETTER = {
    "subject": "Inför träffen",
    "body": "Ta med er lägesbild.\n\nVi ses!",
    "role": "",
    "organisation": "",
}


@pytest.fixture
def write_url(room):
    return reverse("room_meetings:write", args=[room.slug])


@pytest.fixture
def about(write_url):
    """The address at which one writes about a meeting."""
    return lambda meeting: f"{write_url}?traff={meeting.pk}"


@pytest.fixture
def fill_in(client, organiser, write_url):
    """The organiser fills in the form; `do`: the name of the button, "" for the preview."""

    def post(do="", address=write_url, **changed):
        client.force_login(organiser.user)
        return client.post(address, LETTER | changed | ({do: "1"} if do else {}))

    return post


@pytest.fixture
def send(fill_in, write_url):
    """Look through, then send what was seen."""

    def post(address=write_url, **changed):
        seen = fill_in(address=address, **changed).context["seen"]
        return fill_in("send", address, seen=seen, **changed)

    return post


@pytest.fixture
def arrived():
    """Address -> letters, once the worker has been at it."""

    def addresses():
        deliver_all()
        found = {}
        for email in Email.objects.order_by("pk"):
            for address in email.to:
                found.setdefault(address, []).append(email)
        return found

    return addresses
