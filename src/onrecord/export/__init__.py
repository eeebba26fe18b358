"""Formats that others read: readings and claims in, text out."""
