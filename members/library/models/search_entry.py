from django.db import models

from members.models import Room
from samrum.core.search.models import SearchEntry

from .resource import Resource


class ResourceSearchEntry(SearchEntry):
    """The private index: title, summary and the text in the files of what is published in one room.

    Its key is the resource's own.
    """

    scope_field = "room"

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="search_entry")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
