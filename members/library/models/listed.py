from django.db import models

from members.library.querysets import ListedQuerySet
from members.models import Room

from .resource import Resource


class ListedResource(models.Model):
    """What the library's list counts, filters and sorts by: one narrow row for each published resource.

    Kept by `library.search.index_resource`, read by `library.catalogue`.
    """

    resource = models.OneToOneField(
        Resource, primary_key=True, on_delete=models.CASCADE, related_name="listed"
    )
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    organisation_id = models.BigIntegerField(null=True)
    # Translation keys of building blocks, one space between: the same block in every language.
    blocks = models.TextField(blank=True)
    title_key = models.CharField(max_length=200)  # the order of the Swedish alphabet
    renewed_at = models.DateTimeField()
    downloads = models.PositiveIntegerField(default=0)  # of all months; library.downloads adds to it
    # A new random number with every change: their sum tells whether a kept catalogue is still true.
    mark = models.BigIntegerField()

    objects = ListedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["room", "mark"], name="listed_mark"),
            models.Index(fields=["room", "-downloads"], name="listed_downloads"),
        ]

    def __str__(self) -> str:
        return str(self.resource_id)
