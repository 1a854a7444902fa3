from django import template

from samrum.media.inspection import words

register = template.Library()
# Of the number that a row keeps.
register.filter("finding_warnings", words.warnings)
register.filter("finding_notes", words.notes)
