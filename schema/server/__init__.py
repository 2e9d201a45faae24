"""The HTTP and WebSocket endpoints of the service."""
