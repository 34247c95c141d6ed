"""Staffwright: from a contact forecast to a legal, costed, named 24/7 roster."""
