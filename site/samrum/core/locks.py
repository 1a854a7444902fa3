"""One at a time, in all processes, where there is no row to hold."""

from hashlib import sha256

from django.db import connection
from django.db.transaction import TransactionManagementError


def hold(name: str) -> None:
    """Wait for whoever holds `name`; then hold it until the transaction ends.

    On SQLite a transaction is alone from its start (settings: BEGIN IMMEDIATE). Whoever holds a row too takes that
    first. Raises TransactionManagementError outside a transaction: the lock would be let go at once.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("hold() needs a transaction.")
    if connection.vendor == "postgresql":
        key = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
