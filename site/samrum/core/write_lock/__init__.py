"""What holds while the database takes no writes: somebody else holds its lock, the disk is full, it is a replica.

Pages are read as ever; what reading leaves behind is written later (`deferred`); forms answer 503 with all that was
typed (`retry`). How long a request waits for the lock is said in one place (`patience`).
"""
