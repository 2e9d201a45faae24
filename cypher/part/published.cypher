// From `counts`, pairs of a count and the sum of the random numbers of its requests: `shown`, the counts that the
// caller may see. Readers get null under 5, else the count with noise that the sum decides (Laplace, scale 1),
// rounded to a multiple of 5, and null under 5 again. The same requests give the same number:
// docs/decisions/small-counts.md.
WITH *, [c IN counts | CASE
    WHEN $viewer.role = 'staff' THEN c[0]
    WHEN c[0] >= 5 THEN [number IN [u IN [(c[1] % 2147483647 + 0.5) / 2147483647 - 0.5]
      | 5 * toInteger(round((c[0] - sign(u) * log(1 - 2 * abs(u))) / 5))] WHERE number >= 5][0]
  END] AS shown
