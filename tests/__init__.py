"""Tests of the product, mirroring its towers; tests/house keeps the laws, tests/journeys tells whole stories."""
