"""The steps of a nightly load: the files that it finds, their outcome, summary, report, webhook."""
