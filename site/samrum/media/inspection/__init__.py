"""Looks into an uploaded document: what it does when it is opened, and whom it names. Takes the names out.

`examination.examine` is the door. The work itself (`pdf`, `office`) is done by a process of its own with limits of
time and memory, which knows neither the database nor the settings.
"""
