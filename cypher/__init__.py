"""Every statement that a person wrote, by name."""
