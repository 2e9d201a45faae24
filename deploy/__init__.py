"""How the service is run in production: containers that are tested for real, and manifests for Kubernetes."""
