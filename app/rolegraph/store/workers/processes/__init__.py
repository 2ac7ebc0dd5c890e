"""The server's ends of the processes: the fork server, the workers, and the patches they follow."""
