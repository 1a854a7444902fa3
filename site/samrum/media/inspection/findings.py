"""What was found in a document, as one number that a row keeps. Knows nothing of Django."""

import enum


class Finding(enum.IntFlag):
    """The numbers stand in the database: add, never change."""

    # What it does when it is opened.
    MACROS = 1
    EXTERNAL = 2  # fetches a template, picture, film or data from elsewhere
    COMMANDS = 4  # can start programs: DDE, launch actions, ActiveX
    SCRIPTS = 8  # a PDF with scripts, or forms that send what is filled in
    # What it holds beside its text.
    EMBEDDED = 16  # other files, which nobody has looked into
    COMMENTS = 32  # comments or tracked changes; their authors are numbered, not named
    # What became of the names in it. With one of the last four it is kept byte for byte as it came.
    CLEANED = 64
    SIGNED = 128
    LOCKED = 256  # needs a password
    RESTRICTED = 512  # opens without, but is sealed against change
    UNCHECKED = 1024  # could not be looked through


NONE = Finding(0)
# It is not known what such a file would do in a browser's window.
NOT_SHOWN = Finding.SCRIPTS | Finding.COMMANDS | Finding.LOCKED | Finding.UNCHECKED
NOT_CLEANED = Finding.SIGNED | Finding.LOCKED | Finding.RESTRICTED | Finding.UNCHECKED
