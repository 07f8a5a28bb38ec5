"""Taking sheets through their round: steps, explanations, publication."""
