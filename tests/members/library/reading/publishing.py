"""Published resources for these tests, indexed as publishing does."""

from members.library.models import Resource
from members.library.search import index_resource
from tests.members.factories import ResourceFactory, ResourceFileFactory, VersionFactory


def published(room, title="Checklista", files=None, number=1, blocks=(), **fields) -> Resource:
    """`files`: names and the text inside them."""
    resource = ResourceFactory(room=room, title=title, **fields)
    resource.building_blocks.set(blocks)
    add_version(resource, number, files or {})
    return resource


def add_version(resource, number, files=None, **fields):
    version = VersionFactory(resource=resource, number=number, **fields)
    for name, text in (files or {}).items():
        ResourceFileFactory(version=version, name=name, content=text.encode(), text=text, text_state="done")
    index_resource(resource)
    return version
