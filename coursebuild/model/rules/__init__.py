"""The rules: for every diagnostic, what is wrong, what to do, why, and an example.

`coursebuild explain CODE` and docs/diagnostics.md are made of them. `catalogue.RULES` is all of them by
code; it is not imported here, so that a build without diagnostics imports none of the tables.
"""
