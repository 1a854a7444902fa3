"""People in rooms and things in the library. `Membership` is joined unless `invited=True` or `ended=True`."""

import hashlib

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from members.library.models import Resource, ResourceFile, ResourceVersion
from members.models import Application, Membership, Organisation, Room
from tests.factories import NetworkPageFactory, UserFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Exempelstad {n} kommun")
    short_name = factory.Sequence(lambda n: f"Exempelstad {n}")
    kind = Organisation.Kind.OTHER


class RoomFactory(factory.django.DjangoModelFactory):
    """Needs `home` (the front page below which the network's page is made) or `network`."""

    class Meta:
        model = Room

    class Params:
        home = None

    network = factory.LazyAttribute(lambda o: NetworkPageFactory(parent=o.home, bare=True))
    slug = factory.Sequence(lambda n: f"rum-{n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    class Params:
        invited = factory.Trait(joined_at=None)
        ended = factory.Trait(ended_at=factory.LazyFunction(timezone.now))
        organiser = factory.Trait(role=Membership.Role.ORGANISER)
        guest = factory.Trait(role=Membership.Role.GUEST)

    user = factory.SubFactory(UserFactory)
    joined_at = factory.LazyFunction(timezone.now)


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application

    state = Application.State.RECEIVED
    name = factory.Sequence(lambda n: f"Sökande Exempel {n}")
    email = factory.Sequence(lambda n: f"sokande-{n}@example.org")
    title = "Säkerhetssamordnare"
    organisation = factory.SubFactory(OrganisationFactory)
    mandate_by = "Exempelchefen"
    confirmed_at = factory.LazyFunction(timezone.now)


class ResourceFactory(factory.django.DjangoModelFactory):
    """A published resource without versions; `draft=True` for one that only its contributor sees."""

    class Meta:
        model = Resource

    class Params:
        draft = factory.Trait(published_at=None, handed_in_at=None, renewed_at=None)

    title = factory.Sequence(lambda n: f"Checklista {n}")
    summary = "En lista att gå igenom före ett öppet möte."
    handed_in_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyFunction(timezone.now)
    renewed_at = factory.LazyFunction(timezone.now)


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResourceVersion

    class Params:
        draft = factory.Trait(state="draft", published_at=None)

    number = 1
    state = ResourceVersion.State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)


class ResourceFileFactory(factory.django.DjangoModelFactory):
    """A file with `content` (bytes) in private storage."""

    class Meta:
        model = ResourceFile

    class Params:
        content = b"Exempel"

    name = "exempel.txt"
    content_type = "text/plain"
    size = factory.LazyAttribute(lambda o: len(o.content))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    file = factory.LazyAttribute(lambda o: ContentFile(o.content, "x"))
