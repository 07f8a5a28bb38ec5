"""Rules of submissions (hồ sơ số liệu kỳ): their states, their cells, what changed from one sending to the next."""
