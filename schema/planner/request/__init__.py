"""What a request asks: its operation, its variables, its selection."""
