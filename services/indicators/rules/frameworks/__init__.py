"""Rules of frameworks as data: classes of units, recognition, succession, comparison of two, and the file's schema."""
