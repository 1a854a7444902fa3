"""Who can be written to, and where a message goes."""

from wagtail.models import Locale, Site

from network.models import ContactMessage, ContactPersonPage, ContactSettings, NetworkPage


def networks_to_choose(locale_code: str) -> list[NetworkPage]:
    """The published networks, as their Swedish pages; titles in the reader's language where they are
    translated."""
    source = Locale.get_default()
    networks = list(NetworkPage.objects.live().filter(locale=source, alias_of__isnull=True).order_by("title"))
    if locale_code != source.language_code:
        titles = dict(
            NetworkPage.objects.live()
            .filter(locale__language_code=locale_code, alias_of__isnull=True)
            .values_list("translation_key", "title")
        )
        for network in networks:
            network.title = titles.get(network.translation_key, network.title)
    return networks


def contact_persons(network: NetworkPage | None) -> list[ContactPersonPage]:
    """The published contact persons of one network in the editors' order; without a network, those of all of
    them."""
    if network:
        return [person for person in network.source_people if person.locale_id == network.source.locale_id]
    persons = ContactPersonPage.objects.live().filter(locale=Locale.get_default())
    return list(persons.filter(network_links__page__live=True).order_by("title").distinct())


def addresses_for(message: ContactMessage) -> list[str]:
    """Where the mail about `message` goes: the chosen receiver, else the common address, else the network's
    persons.

    Empty where nobody has an address: the message waits in the inbox all the same.
    """
    if message.receiver and message.receiver.email:
        return [message.receiver.email]
    fallback = contact_settings().fallback_email
    if fallback:
        return [fallback]
    if message.network:
        return list(
            dict.fromkeys(person.email for person in contact_persons(message.network) if person.email)
        )
    return []


def contact_settings() -> ContactSettings:
    """What the editors decided; there is one site."""
    return ContactSettings.for_site(Site.objects.get(is_default_site=True))
