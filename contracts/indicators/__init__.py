"""What is measured: frameworks, indicators, values, figures, assessments, rankings, imports."""
