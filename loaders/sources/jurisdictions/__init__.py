"""Jurisdictions of an operator's files: tribes, townships, campuses and regions, and newer populations."""
