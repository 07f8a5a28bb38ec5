"""What is measured: frameworks, indicators, values, assessments, rankings (bộ chỉ số, chỉ tiêu, số liệu, đánh giá)."""
