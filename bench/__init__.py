"""Measures the product beside the best the machine can do: ratios in one run, the limit first."""
