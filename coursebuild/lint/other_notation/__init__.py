"""Warn of other tools' notation that means no answer, and that is not read, or only in part."""
