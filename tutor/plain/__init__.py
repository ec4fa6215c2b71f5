"""Lessons and quizzes as a conversation: for screen readers, pipes and dumb terminals."""
