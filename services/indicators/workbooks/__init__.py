"""Excel workbooks (xlsx): distrusted when read, helpful when written. Nothing here knows the database."""
