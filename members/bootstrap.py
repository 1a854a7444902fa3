"""Municipalities and regions, which every installation needs, and who may put them right."""

from django.contrib.auth.models import Group, Permission

from network.groups import EDITORS

from .models import Organisation
from .organisations import listed, loading

EDITORS_RIGHTS = ("view_organisation", "add_organisation", "change_organisation")


def setup() -> None:
    is_new = not Organisation.objects.exists()
    loading.load(listed.read())
    if is_new:
        # Once: what an administrator changes afterwards stays as it was changed.
        rights = Permission.objects.filter(content_type__app_label="members", codename__in=EDITORS_RIGHTS)
        for group in Group.objects.filter(name=EDITORS):
            group.permissions.add(*rights)
