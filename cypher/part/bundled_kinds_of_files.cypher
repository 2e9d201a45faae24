// The jurisdictions that came with the program and are of the kinds that files make. A file may give one other names or
// counties, and it then carries `fromFile`.
['us-campus:university-of-florida', 'us-region:gallia-jackson-meigs']
