"""Draws the plain widgets of public forms without asking the template engine for each of them and its attributes."""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = dict[str, Any]  # what Widget.get_context() says of it


class PlainRenderer(TemplatesSetting):
    """The same HTML as Django's templates for these widgets; what else a form has is left to them."""

    def render(self, template_name, context, request=None):
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def attributes(widget: Widget) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in widget["attrs"].items()
            if value is not False
        ),
    )


def text_input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    name, kind = widget["name"], widget["type"]
    return format_html('<input type="{}" name="{}"{}{}>', kind, name, value, attributes(widget))


def textarea(widget: Widget) -> SafeString:
    html = '<textarea name="{}"{}>\n{}</textarea>'  # HTML drops the first line break
    return format_html(html, widget["name"], attributes(widget), widget["value"] or "")


def select(widget: Widget) -> SafeString:
    """Without groups: no public form has them."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (option["value"], attributes(option), option["label"])
            for _group, options, _index in widget["optgroups"]
            for option in options
        ),
    )
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes(widget), options)


DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/text.html": text_input,
    "django/forms/widgets/email.html": text_input,
    "django/forms/widgets/hidden.html": text_input,
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/widgets/select.html": select,
}
