"""Submissions (hồ sơ số liệu kỳ) as stored: heads, cells, steps, and who owes what."""
