"""Exit statuses, and what several commands share."""

FINE, FAILED, UNUSABLE = 0, 1, 2
# A loss or an answer may begin with a minus sign.
MINUS_ALLOWED = {"ignore_unknown_options": True}
