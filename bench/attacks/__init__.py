"""What an honest client notices while others attack the service: `python -m bench attacks`."""
