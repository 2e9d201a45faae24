"""Request logs: contract and rows; `record` writes requests of the API, `log` reads a log strictly."""
