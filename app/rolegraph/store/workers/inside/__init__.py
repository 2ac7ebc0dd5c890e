"""What runs in the confined processes: the dataset in memory, queries and updates on it.

These modules and what they import load fast and hold little, for they are in every worker.
"""
