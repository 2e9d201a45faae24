"""What an operator sees of the service: metrics and traces."""
