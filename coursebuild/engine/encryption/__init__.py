"""Encrypt what a build writes with corrections, and examine what is encrypted."""
