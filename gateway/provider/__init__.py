"""The provider of single sign-on (OpenID Connect): where it is, what it signs with, whom it says somebody is."""
