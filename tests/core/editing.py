"""Working in the admin as an editor does: over HTTP."""

import datetime
from contextlib import contextmanager
from urllib.parse import urlencode

import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockWidget
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import rich_text, streamfield
from wagtail_localize.models import Translation


def form_data(page: Page, user, **changes) -> dict:
    """What the page editor would post for `page`, with `changes` by field name. Bodies are posted empty."""
    form = page.get_edit_handler().get_form_class()(instance=page, for_user=user)
    data = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    for field in form:
        value = changes.get(field.name, field.value())
        if isinstance(field.field.widget, BlockWidget):
            data |= {f"{field.name}-{key}": item for key, item in streamfield([]).items()}
        elif isinstance(field.field.widget, DraftailRichTextArea):
            data[field.name] = rich_text(value or "")
        elif value is True:
            data[field.name] = "on"
        elif isinstance(value, datetime.datetime):
            data[field.name] = timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        elif value not in (None, False):
            data[field.name] = str(value)
    for formset in form.formsets.values():
        for row in (formset.management_form, *formset.forms):
            for name in row.fields:
                value = row[name].value()
                data[row.add_prefix(name)] = "" if value is None else value
    return data


class Editor:
    """Somebody who may do everything, at the page editor."""

    def __init__(self, client: Client, user):
        self.client, self.user = client, user
        client.force_login(user)

    def edit(self, page: Page, action: str = "", **changes):
        latest = page.get_latest_revision_as_object()
        data = form_data(latest, self.user, **changes)
        if action:
            data[f"action-{action}"] = "1"
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    def publish(self, page: Page, **changes):
        return self.edit(page, "publish", **changes)

    def create(self, page: Page, parent: Page, **changes):
        model = type(page)
        url = reverse(
            "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
        )
        return self.client.post(url, form_data(page, self.user, **changes))

    def unpublish(self, page: Page):
        return self.client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    def delete(self, page: Page):
        return self.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    def move(self, page: Page, destination: Page):
        return self.client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]))

    def set_position(self, page: Page, position: int):
        url = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
        return self.client.post(f"{url}?position={position}")

    def submit(self, page: Page):
        """Submit for translation into English."""
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        english = Locale.objects.get(language_code="en")
        response = self.client.post(url, {"locales": [english.pk]})
        assert response.status_code == 302
        return page.get_translation(english).specific

    def translate(self, translated, words: dict[str, str] | None = None):
        """Fill in the strings of wagtail-localize's editor: from `words`, the others with “(en)” added."""
        translation = Translation.objects.get(
            source__object_id=translated.translation_key, target_locale=translated.locale
        )
        for segment in translation.source.stringsegment_set.select_related("string", "context"):
            text = (words or {}).get(segment.string.data, f"{segment.string.data} (en)")
            if segment.context.path == "slug":
                text = (words or {}).get(segment.string.data, f"{segment.string.data}-en")
            url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            response = self.client.put(
                url, urlencode({"value": text}), content_type="application/x-www-form-urlencoded"
            )
            assert response.status_code in (200, 201), response.text
        return translation

    def publish_translation(self, translated: Page, **kwargs):
        """Press “Publish” in wagtail-localize's editor."""
        return self.client.post(
            reverse("wagtailadmin_pages:edit", args=[translated.pk]), {"action": "publish"}, **kwargs
        )


@contextmanager
def later(**delta):
    """Some time later; scheduled pages have been seen to."""
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(**delta), tick=False):
        call_command("publish_scheduled")
        yield


def fresh(page):
    return type(page).objects.get(pk=page.pk)
