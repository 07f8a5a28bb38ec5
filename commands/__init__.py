"""The rooms of manage.py: the one place that knows every tower. Nothing imports it but manage.py and the tests."""
