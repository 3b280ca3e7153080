"""The search beside its peers: recall, precision, rank, bytes, time and memory."""

import datetime as dt

TODAY = dt.date(2026, 11, 22)
"""The day of all generated portals."""
