"""Figures and statistics, tables and made-up data, and the pictures drawn of them. ``docs/evidence.md`` lists what is here.

No page imports all of it: every module imports numpy, pandas or matplotlib only where it needs them.
"""
