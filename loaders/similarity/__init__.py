"""The lists of similar jurisdictions: compared with numpy, written as SIMILAR_TO."""
