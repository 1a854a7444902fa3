"""The demo's sign-ins. Their password is known to all: the loader never runs on a real site."""

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

PASSWORD = "samrum-demo"
# Address, first and last name, group, and who that is.
PEOPLE = [
    ("redaktor@example.org", "Rut", "Redaktörsexempel", "Redaktörer", "editor"),
    ("granskare@example.org", "Gustav", "Granskarexempel", "Granskare", "reviewer"),
    ("skribent@example.org", "Siv", "Skribentexempel", "Nätverksansvariga", "writes, others publish"),
    ("ansvarig@example.org", "Alva", "Ansvarigexempel", "", "organiser: leads rooms"),
    ("medlem@example.org", "Mio", "Medlemsexempel", "", "member of a room"),
    ("utomstaende@example.org", "Ulla", "Utomståendeexempel", "", "signed in, no room"),
    ("admin@example.org", "Ada", "Adminexempel", "", "administrator"),
]


def load(say: Callable[[str], None]) -> None:
    users = get_user_model().objects
    for email, first_name, last_name, group, who in PEOPLE:
        if not users.filter(email=email).exists():
            create = users.create_superuser if who == "administrator" else users.create_user
            user = create(email, PASSWORD, first_name=first_name, last_name=last_name)
            if group:
                user.groups.add(*Group.objects.filter(name=group))
    say(f"Sign-ins, all with the password {PASSWORD}: " + ", ".join(email for email, *_rest in PEOPLE))
