"""The nouns that cross the wire: what services promise and pages, ministries and systems read."""
