"""Boundaries (địa giới): what of a former unit belongs to a later one."""
