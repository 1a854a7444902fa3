"""The contact page in both languages (`/kontakt/`, `/en/contact/`), the editors' groups and their workflow."""

from wagtail.models import Locale

from home.models import HomePage

from . import groups
from .models import ContactPage


def setup() -> None:
    home = HomePage.objects.get(locale=Locale.get_default(), depth=2)
    contact = ContactPage.objects.child_of(home).first()
    if contact is None:
        contact = ContactPage(title="Kontakt", slug="kontakt", show_in_menus=True)
        home.add_child(instance=contact)
        contact.save_revision().publish()
    for locale in Locale.objects.exclude(pk=contact.locale_id):
        if not contact.has_translation(locale):
            copy = contact.copy_for_translation(locale)
            copy.title, copy.slug = "Contact", "contact"
            copy.save_revision().publish()
    groups.setup()
