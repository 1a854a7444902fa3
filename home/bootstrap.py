"""The two front pages; Wagtail's own welcome page goes."""

from django.conf import settings
from wagtail.models import Locale, Page, Site

from .models import HomePage


def setup() -> None:
    source = Locale.get_default()
    home = HomePage.objects.filter(locale=source, depth=2).first()
    if home is None:
        root = Page.get_first_root_node()
        welcome = Page.objects.filter(depth=2).exact_type(Page)
        home = HomePage(title="Samrum", slug="sv", locale=source)
        root.add_child(instance=home)
        home.save_revision().publish()
        Site.objects.all().delete()
        for page in welcome:
            page.delete()
    host = settings.SITE_URL.split("://", 1)[1]
    name, _, port = host.partition(":")
    Site.objects.get_or_create(
        is_default_site=True,
        defaults={
            "hostname": name,
            "port": int(port or (443 if settings.SITE_URL.startswith("https") else 80)),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    for locale in Locale.objects.exclude(pk=source.pk):
        if not home.has_translation(locale):
            copy = home.copy_for_translation(locale)
            copy.slug = locale.language_code
            copy.save_revision().publish()
