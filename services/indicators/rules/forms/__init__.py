"""Rules of forms (biểu mẫu): when and for whom they are in force, what is wrong with one, what they hold back."""
