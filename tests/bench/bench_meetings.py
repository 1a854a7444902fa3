"""Meetings: 200 people race for 20 seats in 100 of them, a date is decided with 300 members, pages with 5 and 500 registered.

SQLite always; PostgreSQL too where DATABASE_URL names one.
"""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEETINGS = int(os.environ.get("BENCH_MEETINGS", "100"))
PEOPLE, SEATS, THREADS = 200, 20, 8
MEMBERS = 300
FEW, MANY = 5, 500
ROUNDS = 15
MOST_SECONDS = 1.0  # the request that decides a date
MOST_TIMES = 2.0  # the CPU time of a page with few registered


def main() -> list[str]:
    missed: list[str] = []
    databases = {"SQLite": None}
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        databases["PostgreSQL"] = os.environ["DATABASE_URL"]
    else:
        print("PostgreSQL: not measured, DATABASE_URL names none")
    for name, url in databases.items():
        figures = measured(url)
        race, decided, pages = figures["race"], figures["decided"], figures["pages"]
        print(
            f"{name}: {race['asked']} people asked for seats in {MEETINGS} meetings in {race['seconds']:.0f} s"
            f" ({THREADS} threads), {race['ms']:.1f} ms each; faults: {len(race['faults'])}"
        )
        missed += [f"{name}, race: {fault}" for fault in race["faults"][:5]]
        print(
            f"  a date decided: {decided['few']:.3f} s with 3 members, {decided['many']:.3f} s with {MEMBERS};"
            f" {decided['queries'][0]} and {decided['queries'][1]} queries; {decided['letters']} letters queued"
        )
        if decided["many"] > MOST_SECONDS:
            missed.append(f"{name}: deciding takes {decided['many']:.2f} s, at most {MOST_SECONDS}")
        if decided["letters"] != MEMBERS:
            missed.append(f"{name}: {decided['letters']} letters for {MEMBERS} members")
        for page, (few, many, queries) in pages.items():
            times = many / few
            print(
                f"  {page:<28}{queries[0]:3} queries  {few:5.1f} and {many:5.1f} ms CPU ({times:4.2f}x)",
                flush=True,
            )
            if times > MOST_TIMES:
                missed.append(f"{name}, {page}: {times:.2f} times the CPU time, at most {MOST_TIMES}")
            if queries[1] > queries[0]:
                missed.append(f"{name}, {page}: {queries[0]} queries become {queries[1]}")
    return missed


def measured(url: str | None) -> dict:
    """In a process and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"SAMRUM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "samrum.settings.test"}
        if url:
            environment["DATABASE_URL"] = f"{url}_meetings"
        command = [sys.executable, "-m", "tests.bench.bench_meetings"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(done.stdout.splitlines()[-1])


# --- In the process of its own ------------------------------------------------------------------------------


def measure() -> dict:
    import django
    from django.conf import settings

    # As in production: a request writes the order for the worker, and does nothing of it.
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("setup_site", verbosity=0, stdout=io.StringIO())
        return {"race": race(), "decided": decided(), "pages": pages()}
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def new_room(people: int):
    """A room with so many participants, one organiser, and their organisations."""
    from django.utils import timezone

    from home.models import HomePage
    from members.models import Membership, Organisation
    from samrum.users.models import User
    from tests.members.factories import MembershipFactory, RoomFactory

    room = RoomFactory(home=HomePage.objects.get(locale__language_code="sv", depth=2))
    homes = list(Organisation.objects.all()[:40])
    users = User.objects.bulk_create(
        [
            User(
                email=f"{room.slug}-{n}@example.org",
                first_name="Exempel",
                last_name=f"Person {n}",
                password="!",
            )
            for n in range(people)
        ]
    )
    Membership.objects.bulk_create(
        [
            Membership(room=room, user=user, joined_at=timezone.now(), organisation=homes[n % len(homes)])
            for n, user in enumerate(users)
        ]
    )
    return room, MembershipFactory(room=room, organiser=True)


def race() -> dict:
    from django.db import connections

    from members.meetings import seating
    from members.meetings.models import RoomMeeting
    from tests.members.meetings.factories import meeting_in

    room, _organiser = new_room(PEOPLE)
    meetings = [meeting_in(room, days=30 + number, title=f"Träff {number}") for number in range(MEETINGS)]
    RoomMeeting.objects.in_room(room).update(seats=SEATS)
    people = list(room.memberships.filter(role="participant").select_related("user"))
    asked, faults = [], []

    def in_threads(orders: list[tuple], do: Callable) -> None:
        def work(own: list[tuple]) -> None:
            try:
                for order in own:
                    do(*order)
                    asked.append(1)
            except Exception as error:
                faults.append(repr(error))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=(orders[n::THREADS],)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def register(meeting, person, answer) -> None:
        seating.register(meeting, person, answer, by=person.user)

    started = time.perf_counter()
    for meeting in meetings:
        in_threads([(meeting, person, "on_site") for person in people], register)
    seconds = time.perf_counter() - started
    for meeting in meetings:
        rows = list(meeting.registrations.order_by("line"))
        seats = [row.seat for row in rows]
        if seats != ["seated"] * SEATS + ["waiting"] * (PEOPLE - SEATS):
            faults.append(
                f"{meeting}: {seats.count('seated')} seated, {len(rows)} of {PEOPLE}, or out of order"
            )
        leaving = [row.membership_id for row in rows[:5]]
        in_threads([(meeting, person, "no") for person in people if person.pk in leaving], register)
        seated = set(meeting.registrations.seated().values_list("pk", flat=True))
        if seated != {row.pk for row in rows[5 : SEATS + 5]}:
            faults.append(f"{meeting}: not those who waited longest have moved up")
    return {
        "asked": MEETINGS * PEOPLE,
        "seconds": seconds,
        "ms": 1000 * seconds / (MEETINGS * PEOPLE),
        "faults": faults,
    }


def decided() -> dict:
    """One press by the organiser, through the site."""
    from post_office.models import Email

    from members.notices import delivery

    decide(2)  # the first time much is looked up once
    few, queries_few = decide(2)
    delivery.deliver_all()
    before = Email.objects.count()
    many, queries_many = decide(MEMBERS - 1)
    delivery.deliver_all()
    letters = Email.objects.count() - before
    return {
        "few": few, "many": many, "queries": [queries_few, queries_many], "letters": letters,
    }  # fmt: skip


def decide(members: int) -> tuple[float, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from members.meetings.models import DateAnswer
    from tests.members.meetings.factories import meeting_in, propose
    from tests.network.test_calendars import translated

    room, organiser = new_room(members)
    meeting = meeting_in(room, days=None)
    translated(room.network, title=f"Network {room.slug}")
    translated(meeting.page, title="Digital meeting")
    proposals = propose(meeting, 40, 41, 42)
    DateAnswer.objects.bulk_create(
        DateAnswer(proposal=proposal, membership=place, answer="yes")
        for proposal in proposals
        for place in room.memberships.filter(role="participant")
    )
    client = Client()
    client.force_login(organiser.user)
    address = reverse("room_meetings:decide", args=[room.slug, meeting.pk, proposals[1].pk])
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())[1]
    with CaptureQueriesContext(connection) as captured:
        started = time.perf_counter()
        answer = client.post(address, {"seen": seen})
        seconds = time.perf_counter() - started
    meeting.page.refresh_from_db()
    if answer.status_code != 302 or meeting.page.start_date != proposals[1].start_date:
        raise RuntimeError(f"The date was not decided: {answer.status_code}")
    return seconds, len(captured)


def pages() -> dict:
    """Each page in a room where five have registered for each meeting, and in one where 500 have, asked in turn."""
    rooms = [filled_room(number) for number in (FEW, MANY)]
    figures = {}
    for page in rooms[0]:
        costs: list[list[float]] = [[], []]
        queries = [read(*room[page])[1] for room in rooms]
        for _round in range(ROUNDS):
            for place, room in enumerate(rooms):
                costs[place].append(read(*room[page])[0])
        figures[page] = (min(costs[0]), min(costs[1]), queries)
    return figures


def filled_room(registered: int) -> dict[str, tuple[str, str]]:
    """Page -> session and address."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from members.meetings.models import DateAnswer, Registration
    from tests.members.meetings.factories import meeting_in, propose

    room, organiser = new_room(MANY)
    people = list(room.memberships.filter(role="participant").select_related("user").order_by("pk"))
    meetings = [meeting_in(room, days=days) for days in (-60, -30, 30, 60)]
    for meeting in meetings:
        Registration.objects.bulk_create(
            Registration(meeting=meeting, membership=person, answer="on_site", seat="seated", line=line)
            for line, person in enumerate(people[:registered], 1)
        )
    undecided = meeting_in(room, days=None)
    for proposal in propose(undecided, 40, 41):
        DateAnswer.objects.bulk_create(
            DateAnswer(proposal=proposal, membership=person, answer="yes") for person in people[:registered]
        )
    sessions = []
    for user in (organiser.user, people[0].user):
        client = Client()
        client.force_login(user)
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    led, own = sessions
    slug = room.slug

    def address(name: str, *arguments: object) -> str:
        return reverse(f"room_meetings:{name}", args=[slug, *arguments])

    coming = meetings[2].pk
    return {
        "the room": (own, reverse("room", args=[slug])),
        "list": (own, address("list")),
        "meeting": (own, address("meeting", coming)),
        "register": (own, address("register", coming)),
        "poll": (own, address("poll", undecided.pk)),
        "registered (organiser)": (led, address("registrations", coming)),
        "overview (organiser)": (led, address("overview")),
        "figures (organiser)": (led, address("figures")),
        "date (organiser)": (led, address("appointment", undecided.pk)),
    }


def read(session: str, address: str) -> tuple[float, int]:
    """CPU time of a request (ms), and its queries."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    def once() -> float:
        request = RequestFactory().get(address)
        request.COOKIES[settings.SESSION_COOKIE_NAME] = session
        started = time.process_time()
        response = WSGIHandler().get_response(request)
        cost = 1000 * (time.process_time() - started)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        return cost

    cost = once()
    with CaptureQueriesContext(connection) as captured:
        once()
    return cost, len(captured)


if __name__ == "__main__":
    print(json.dumps(measure()))
