"""The HTTP server: uvicorn with limits, plain requests below ASGI, and an orderly end."""
