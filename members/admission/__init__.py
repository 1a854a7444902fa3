"""Applying for a seat and being admitted: the public form, the manager's word, the organisers' queue."""
