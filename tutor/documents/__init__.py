"""What is written for others to read: reports, worksheets, questions for Moodle."""
