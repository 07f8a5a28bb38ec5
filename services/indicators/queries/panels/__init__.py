"""Panels of appraisers as stored: who sits on them, what members gave, what was agreed."""
