"""Other people's shapes and data, judged beside pySHACL; run by `make foreign`."""
