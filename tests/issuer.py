"""An issuer of JSON Web Tokens for tests: its keys, its key set, and tokens that it signs."""

from __future__ import annotations

import json
from pathlib import Path
from time import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

ISSUER = "https://issuer.example"
AUDIENCE = "learning-sites"


class Issuer:
    """Signs with one RSA and one EC key; `rotate` makes others."""

    def __init__(self) -> None:
        self._number = 0
        self.rotate()

    def rotate(self) -> None:
        self._number += 1
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.kid = f"rsa-{self._number}"

    def key_set(self) -> dict[str, Any]:
        """The public keys, as a JSON Web Key Set."""
        rsa_key = json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key()))
        ec_key = json.loads(ECAlgorithm.to_jwk(self.ec.public_key()))
        return {
            "keys": [
                rsa_key | {"kid": self.kid, "use": "sig", "alg": "RS256"},
                ec_key | {"kid": f"ec-{self._number}", "use": "sig", "alg": "ES256"},
            ]
        }

    def write(self, path: Path) -> str:
        path.write_text(json.dumps(self.key_set()))
        return str(path)

    @staticmethod
    def claims(**changes: Any) -> dict[str, Any]:
        """Claims of a valid token for staff; None removes one."""
        now = int(time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "person-1",
            "iat": now - 10,
            "nbf": now - 10,
            "exp": now + 600,
            "role": "staff",
        } | changes
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, *, headers: dict[str, Any] | None = None, **changes: Any) -> str:
        """A token with these changes of its claims."""
        payload = json.dumps(self.claims(**changes)).encode()
        return jwt.api_jws.encode(
            payload, self.rsa, "RS256", headers={"kid": self.kid, "typ": "JWT"} | (headers or {})
        )
