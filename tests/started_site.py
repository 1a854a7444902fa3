"""The site, started: imported once by the server that forks the processes of tests/processes.py."""

import django
from django.urls import get_resolver

django.setup()
get_resolver().url_patterns  # noqa: B018 - loads every view
