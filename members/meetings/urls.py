"""`/rum/<room>/traffar/` and what organisers do with meetings below `leda/`."""

from .calendars import urls as calendars
from .evaluation import urls as evaluation
from .leading import urls as leading
from .messaging import urls as messaging
from .polls import urls as polls
from .reading import urls as reading
from .registration import urls as registration

app_name = "room_meetings"  # "meetings" is the admin's list of pages
urlpatterns = [
    *reading.urlpatterns,
    *registration.urlpatterns,
    *polls.urlpatterns,
    *calendars.in_room,
    *leading.urlpatterns,
    *messaging.urlpatterns,
    *evaluation.urlpatterns,
]
