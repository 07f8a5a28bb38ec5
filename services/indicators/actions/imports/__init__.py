"""Importing files (nhập tệp): workbooks, CSV and pasted blocks, through the same actions as all else."""
