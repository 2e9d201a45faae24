"""The HTTP server of a process: uvicorn with limits on clients, in one process or several."""
