"""Writing whole sets, one statement each, telling which rows are new or changed."""
