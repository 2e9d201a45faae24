"""Who calls: which hosts and origins are ours, sign-in by key, token or cookie, and the pages to sign in."""
