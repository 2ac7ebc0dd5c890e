"""`python -m rolegraph`."""

from rolegraph.cli.main import main

if __name__ == "__main__":
    main()
