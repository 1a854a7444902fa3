"""Pages and people for tests. A page needs `parent=`; it is published as an editor would, with a revision.

`bare=True` makes the row alone: a fifth of the work, for what the rooms stand on.
"""

import datetime

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail_factories import PageFactory

from home.models import StandardPage
from network.models import (
    ContactPersonPage,
    FactsPage,
    MeetingPage,
    NetworkContact,
    NetworkFacts,
    NetworkPage,
)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    first_name = "Exempel"
    last_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("samrum-demo")


class PublishedPageFactory(PageFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        live, bare = kwargs.pop("live", True), kwargs.pop("bare", False)
        if bare and live:
            kwargs = dict.fromkeys(("first_published_at", "last_published_at"), timezone.now()) | kwargs
        page = super()._create_instance(model_class, parent, {**kwargs, "live": live})
        if bare:
            return page
        revision = page.save_revision()
        if live:
            revision.publish()
        page.refresh_from_db()
        return page


class StandardPageFactory(PublishedPageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Lärande exempel {n}")


class NetworkPageFactory(PublishedPageFactory):
    class Meta:
        model = NetworkPage

    title = factory.Sequence(lambda n: f"Utvecklingsnätverk {n}")
    lead = "Ett nätverk för tjänstepersoner som arbetar mot hot, hat och våld."
    status = NetworkPage.Status.RUNNING
    period_start = 2026
    period_end = 2027


class MeetingPageFactory(PublishedPageFactory):
    """A confirmed whole-day meeting in Stockholm; `undecided=True` or `preliminary=True` for the others."""

    class Meta:
        model = MeetingPage

    class Params:
        undecided = factory.Trait(state="undecided", start_date=None, term="spring", term_year=2027)
        preliminary = factory.Trait(state="preliminary")
        cancelled = factory.Trait(state="cancelled")

    title = factory.Sequence(lambda n: f"Träff {n}")
    state = MeetingPage.State.CONFIRMED
    start_date = datetime.date(2027, 3, 4)
    format = MeetingPage.Format.PHYSICAL
    city = "Stockholm"
    part_of_day = MeetingPage.PartOfDay.WHOLE_DAY


class ContactPersonPageFactory(PublishedPageFactory):
    class Meta:
        model = ContactPersonPage

    title = factory.Sequence(lambda n: f"Exempel Kontakt {n}")
    job_title = "Utvecklingsledare"
    email = factory.Sequence(lambda n: f"kontakt-{n}@example.org")


class FactsPageFactory(PublishedPageFactory):
    class Meta:
        model = FactsPage

    title = factory.Sequence(lambda n: f"Fakta {n}")


def add_contact(network: NetworkPage, person: ContactPersonPage) -> None:
    network.contacts.add(NetworkContact(person=person))
    network.save_revision().publish()


def add_facts(network: NetworkPage, facts: FactsPage) -> None:
    network.facts.add(NetworkFacts(facts_page=facts))
    network.save_revision().publish()
