"""The audit: what is recorded, how it is sealed, and that tampering is found."""
