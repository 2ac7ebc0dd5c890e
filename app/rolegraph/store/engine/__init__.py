"""The engine's files: opening, reading at a revision, staging large loads."""
