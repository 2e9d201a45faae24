"""The words of the field: how names are written and shortened, the states."""
