"""The rules: for every diagnostic, what is wrong, what to do, why, and an example.

`coursebuild explain CODE` and the guides are made from them. `catalogue.RULES` has all rules
by code; it is not imported here, so that a build without diagnostics imports none of the tables.
"""
