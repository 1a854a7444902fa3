"""Outgoing mail between the queue and the mail server: what goes next, what an answer means, what did not arrive."""
