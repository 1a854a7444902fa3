"""Brings the plain text of an announcement published elsewhere into the site.

`source` reads the file, `parser` understands the text (no Django in either), `builder` makes the pages. The
command and the admin view are two faces of the same steps.
"""
