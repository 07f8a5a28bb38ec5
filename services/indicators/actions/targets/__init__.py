"""What changes targets (mục tiêu)."""
