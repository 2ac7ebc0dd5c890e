"""The parts of a running service, put together from its settings; `main.py` lists them."""
