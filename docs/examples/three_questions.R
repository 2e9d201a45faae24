# Three questions by GraphQL, and the same plots as the notebook beside it. Needs httr2, ggplot2 and a service that runs.
# It is not run by a test: no R is installed where the tests run.
library(httr2)
library(ggplot2)

service <- Sys.getenv("SERVICE_URL", "http://127.0.0.1:8000")

ask <- function(name) {
  query <- paste(readLines(file.path("..", "questions", paste0(name, ".graphql"))), collapse = "\n")
  request(service) |>
    req_url_path("graphql") |>
    req_body_json(list(query = query)) |>
    req_perform() |>
    resp_body_json(simplifyVector = TRUE) |>
    getElement("data")
}

marked <- function(text, requests, synthetic) {
  paste0(if (synthetic == requests) "SYNTHETIC: ", text, "\n", synthetic, " of ", requests, " requests are synthetic")
}

demand <- ask("06-demand-by-quarter")$requestStatistics
rows <- data.frame(quarter = demand$rows$quarter, model = demand$rows$model$name, requests = demand$rows$requests)
print(ggplot(rows, aes(quarter, requests, colour = model, group = model)) + geom_line() +
  ggtitle(marked("requests by quarter", demand$total$requests, demand$total$syntheticRequests)))

areas <- ask("05-requests-per-million")$coverageGaps$areas
print(ggplot(areas, aes(reorder(state, requestsPerMillion), requestsPerMillion)) + geom_col() + coord_flip() +
  ggtitle(marked("requests per million people", sum(areas$requests), sum(areas$syntheticRequests))))

sites <- ask("01-similar-sites")$recommendSites$edges$node
fit <- vapply(sites$factors, function(factor) factor$value[[1]], numeric(1))
print(ggplot(data.frame(site = sites$site$name, fit = fit), aes(reorder(site, fit), fit)) + geom_col() + coord_flip() +
  ggtitle("Similarity to Vinton County"))
