"""The tools that agents call: read, ask, judge, propose and commit."""
