"""Files of transactions under way."""

import weakref

from django.core.files.storage import Storage


class Pending:
    """A file whose row is not committed yet.

    Django tells what is committed, not what is rolled back; but it then lets go of what should have run on commit.
    So: hand `keep` to `transaction.on_commit` and hold no other reference; when the last one goes, the file goes.
    """

    def __init__(self, storage: Storage, name: str):
        self._discard = weakref.finalize(self, storage.delete, name)
        # A process that ends in the middle does not know how the transaction ended; the sweeper will.
        self._discard.atexit = False

    def keep(self) -> None:
        self._discard.detach()
