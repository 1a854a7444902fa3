"""What a resource's page offers those who work on it: `{% contributing_tools resource %}`."""

from dataclasses import dataclass

from django import template

from members.library.models import Resource, ResourceVersion

register = template.Library()


@dataclass(frozen=True)
class Tools:
    drafts: list[ResourceVersion]
    may_renew: bool
    to_review: list[ResourceVersion]
    leads: bool

    def __bool__(self) -> bool:
        return bool(self.drafts or self.may_renew or self.leads)


@register.inclusion_tag("library/contributing/tools.html", takes_context=True)
def contributing_tools(context, resource: Resource) -> dict:
    """Two queries, three for an organiser."""
    request = context["request"]
    drafts = ResourceVersion.objects.drafts_of(request.user).filter(resource=resource)
    waiting = ResourceVersion.objects.led_by(request.user).waiting_for_review().filter(resource=resource)
    leads = request.membership.leads
    tools = Tools(
        drafts=list(drafts.latest_first()),
        may_renew=Resource.objects.renewable_by(request.user).filter(pk=resource.pk).exists(),
        to_review=list(waiting) if leads else [],
        leads=leads and resource.handed_in_at is not None,
    )
    return {
        "tools": tools,
        "resource": resource,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
