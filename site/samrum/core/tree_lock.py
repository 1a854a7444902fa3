"""The page tree is changed by one at a time."""

from django.db import connection
from django.db.transaction import TransactionManagementError

PAGE_TREE = 73_527_801  # any number of our own: the name of the lock on PostgreSQL


def hold_tree() -> None:
    """Wait for those who are changing pages; then be alone until the transaction ends.

    On PostgreSQL, without it, two who save the same new page both pass the form, which finds the address free, and
    the second fails where nobody expects it any more (ValidationError in Page.save). On SQLite a transaction is alone
    from its start (settings: BEGIN IMMEDIATE).
    Raises TransactionManagementError outside a transaction: the lock would be let go at once.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("hold_tree() needs a transaction.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PAGE_TREE])
