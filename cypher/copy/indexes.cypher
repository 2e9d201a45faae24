// Without those that come with a constraint, or with every database.
CYPHER 25
SHOW INDEXES YIELD createStatement, owningConstraint, type
WHERE owningConstraint IS NULL AND type <> 'LOOKUP'
RETURN createStatement AS text
