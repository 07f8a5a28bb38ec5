"""Everything that is asked of the database about targets (mục tiêu)."""
