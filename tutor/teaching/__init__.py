"""Questions, judging, hints, and the session as a state machine. Pure: no UI, no files."""
