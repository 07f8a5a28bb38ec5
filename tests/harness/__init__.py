"""The machinery of the tests: databases, the live product, browsers. Knows nothing about any one test."""
