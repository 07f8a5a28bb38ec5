"""How contracts read on a page: words, links, shades and rows made of what the services answer; pure functions."""
