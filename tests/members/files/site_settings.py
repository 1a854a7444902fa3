"""The site of tests/members/files/site.py in a process of its own."""

from samrum.settings.development import *  # noqa: F403

ROOT_URLCONF = "tests.members.files.site"
