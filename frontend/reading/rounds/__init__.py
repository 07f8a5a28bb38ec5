"""Rounds of sheets (vòng đánh giá) in words."""
