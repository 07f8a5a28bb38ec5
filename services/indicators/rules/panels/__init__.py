"""Panels of appraisers: what is allotted to whom, who may see what, where members disagree, what the head agrees."""
