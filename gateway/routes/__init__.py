"""HTTP of the gateway's own addresses: one call each, contract out."""
