"""Rankings (xếp hạng) as read: lists, and the contest behind them."""
