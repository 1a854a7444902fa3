import json

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value) -> str:
    """For a data attribute, where the template escapes it: the content policy allows no script in a page."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def oidc_name() -> str:
    """What the identity provider is called, if there is one."""
    return settings.OIDC_NAME
