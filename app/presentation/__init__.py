"""Presentations: an ordered list of pages made from scenarios, and what each page shows."""
