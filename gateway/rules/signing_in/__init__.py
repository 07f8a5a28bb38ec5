"""What is asked of people who sign in: passwords, codes, sessions, and what a provider vouches for."""
