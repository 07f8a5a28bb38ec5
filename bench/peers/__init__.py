"""What a department would pick instead, on the same tables: `python -m bench.peers` (fetches packages)."""
