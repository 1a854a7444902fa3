"""Two rooms with people from example organisations: one where the work goes on, one that takes applications."""

import datetime
from collections.abc import Callable

from django.utils import timezone

from network.models import NetworkPage
from samrum.users.demo import PASSWORD
from samrum.users.models import User

from .models import Application, ApplicationEvent, Membership, Organisation, Room

RUNNING, OPEN = "hot-hat-vald-fortroendevalda", "trygg-i-digitala-miljoer"
ORGANISATIONS = [
    ("Exempelstads kommun", "Exempelstad"),
    ("Provköpings kommun", "Provköping"),
    ("Övningsborgs stad", "Övningsborg"),
    ("Ängsexempla kommun", "Ängsexempla"),
    ("Region Exempelland", "Exempelland"),
    ("Region Provmark", "Provmark"),
]
WELCOME = """Välkommen! Här finns nätverkets modeller och verktyg, och här samlar vi det som träffarna ger.

Börja så här:
- Läs igenom biblioteket och följ det som du har nytta av.
- Dela med dig av det som fungerar hemma hos dig, även om det inte är färdigt.
- Skriv hur du har använt något. En mening räcker."""
RULES = """Det som sägs och läggs upp här stannar här, om inte avsändaren skriver att det får användas hemma.

- Skriv inga namn på utsatta personer och inget som kan peka ut dem.
- Ladda inte upp sekretessbelagda handlingar.
- Mejl om rummet kan bli allmän handling hos dig: skriv dem därefter."""
TITLES = [
    "Säkerhetssamordnare",
    "Kommunsekreterare",
    "Kanslichef",
    "Säkerhetschef",
    "HR-strateg",
    "Utvecklingsledare",
]


def load(say: Callable[[str], None]) -> None:
    organisations = [organisation(name, short_name) for name, short_name in ORGANISATIONS]
    running = room(RUNNING, "hot-hat-vald", welcome=WELCOME, rules=RULES, seats=25, seats_per_organisation=5)
    opening = room(OPEN, "digitala-miljoer", welcome=WELCOME, seats=20, seats_per_organisation=2)
    for place in (running, opening):
        join(place, person("ansvarig@example.org"), role="organiser", title="Utvecklingsledare")
    join(running, person("medlem@example.org"), organisations[0], title="Säkerhetssamordnare")
    for number in range(1, 19):
        user = person(f"deltagare-{number}@example.org", "Deltagare", f"Exempel {number}")
        join(running, user, organisations[number % 6], title=TITLES[number % 6], hidden_profile=number == 7)
    join(running, person("gast@example.org", "Gäst", "Exempel"), role="guest", title="Föreläsare")
    join(running, person("inbjuden@example.org", "Inbjuden", "Exempel"), organisations[1], joined_at=None)
    left = person("tidigare@example.org", "Tidigare", "Exempel")
    join(running, left, organisations[2], title="Kanslichef", ended_at=timezone.now())
    applications(opening, organisations)
    say(f"Rooms: {running} with {running.memberships.count()} people; {opening} takes applications")


def organisation(name: str, short_name: str) -> Organisation:
    found, _created = Organisation.objects.get_or_create(
        name=name, defaults={"short_name": short_name, "domains": ["example.org"], "source": "Påhittad"}
    )
    return found


def room(network: str, slug: str, **fields) -> Room:
    page = NetworkPage.objects.get(slug=network, locale__language_code="sv")
    found, _created = Room.objects.get_or_create(network=page, defaults={"slug": slug, **fields})
    return found


def person(email: str, first_name: str = "", last_name: str = "") -> User:
    """The account, made with the demo's password when it is missing."""
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name)


def join(place: Room, user: User, home: Organisation | None = None, **fields) -> None:
    """A place in the room, once, whatever has become of it since."""
    now = timezone.now()
    defaults = {"joined_at": now, "rules_accepted_at": now, "organisation": home, **fields}
    Membership.objects.get_or_create(room=place, user=user, defaults=defaults)


def applications(place: Room, organisations: list[Organisation]) -> None:
    """One that is new, one on the waiting list, one that got a no."""
    kinds = ApplicationEvent.Kind
    for number, (state, reason) in enumerate(
        [
            (Application.State.RECEIVED, ""),
            (Application.State.WAITING, ""),
            (Application.State.DECLINED, "Uppdraget gäller en annan fråga än nätverkets."),
        ]
    ):
        application, created = Application.objects.get_or_create(
            room=place,
            email=f"sokande-{number + 1}@example.org",
            defaults={
                "state": state,
                "name": f"Sökande Exempel {number + 1}",
                "title": TITLES[number],
                "organisation": organisations[number],
                "mandate_by": "Kommundirektören i exemplet",
                "mandate_on": timezone.localdate() - datetime.timedelta(days=20),
                "mandate_words": "Ta fram ett arbetssätt för tryggare digitala miljöer.",
                "hopes": "Att få byta erfarenheter med andra som har börjat.",
                "confirmed_at": timezone.now(),
                "decided_at": timezone.now() if state != Application.State.RECEIVED else None,
            },
        )
        if created:
            application.events.create(kind=kinds.RECEIVED)
            if state != Application.State.RECEIVED:
                organiser = User.objects.get(email="ansvarig@example.org")
                application.events.create(kind=state, by=organiser, note=reason)
