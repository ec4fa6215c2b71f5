"""The learner's history: every event in an SQLite file, and what follows from them."""
