"""Authored content: the lesson file, its reader and its linter."""
