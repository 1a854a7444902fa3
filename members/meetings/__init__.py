"""What the participants have of a meeting beyond its public page: the way there, seats, preparations, notes."""
