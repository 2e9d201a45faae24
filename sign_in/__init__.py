"""Who calls: API keys, JSON Web Tokens and the sessions of people, each of which gives a role.

`api_keys` is the file of hashed keys, `tokens` verifies JSON Web Tokens against `key_set`, `sessions` signs
the cookie of a person who has signed in at an OpenID provider, `roles` reads the role from claims.
`credentials` finds the `identity` of one request. All that knows HTTP is in `schema/server/`.
"""
