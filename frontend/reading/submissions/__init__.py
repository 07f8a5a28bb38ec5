"""Submissions as pages tell them: states and days in words, cells, findings, tasks, what happened."""
