"""How much one caller may ask, and how slowly."""
