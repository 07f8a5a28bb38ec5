"""What is done with submissions (hồ sơ số liệu kỳ): opened, filled, moved on one by one or together, reminded of."""
