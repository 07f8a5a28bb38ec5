"""The one door: who is asking, what they may do, and which service answers."""
