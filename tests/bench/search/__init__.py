"""The search beside its peers: recall, precision, rank, bytes, time and memory."""
