"""The services: each keeps its own facts and rules, and imports none of the others."""
