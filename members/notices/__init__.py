"""What people in a room are told by letter, at once or gathered, as each has chosen for that room."""
