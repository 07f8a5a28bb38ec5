"""Targets (mục tiêu): when one is met, where the way to it leads, how it is handed down. Pure and exact."""
