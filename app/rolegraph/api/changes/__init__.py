"""The change log over HTTP: commits, differences, and the stream that replicas follow."""
