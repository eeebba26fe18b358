"""A Page becomes an Article: text that never changes, with everything around it kept apart."""
