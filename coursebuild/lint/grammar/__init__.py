"""Refuse what looks like notation and is none: brackets, names with a dot, and tags that were left as text.

Pandoc prints whatever it does not read, and what it should have hidden with it. Outside code, formulas and
escapes, a pair of braces that names a guard, an edition or an edition's key is therefore notation or an
error, and so is each other bracket that was probably meant as one.
"""
