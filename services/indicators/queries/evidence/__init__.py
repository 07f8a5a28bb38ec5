"""Evidence as stored: contents by hash, what units call them, what they stand behind."""
