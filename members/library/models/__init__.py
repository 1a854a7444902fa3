from .download_count import DownloadCount
from .follow import Follow
from .listed import ListedResource
from .resource import Resource
from .search_entry import ResourceSearchEntry
from .usage_note import UsageNote
from .version import ResourceFile, ResourceVersion

__all__ = [
    "DownloadCount",
    "Follow",
    "ListedResource",
    "Resource",
    "ResourceFile",
    "ResourceSearchEntry",
    "ResourceVersion",
    "UsageNote",
]
