"""Statements of the intake: what was told, what each measurement holds, and what is parked."""
